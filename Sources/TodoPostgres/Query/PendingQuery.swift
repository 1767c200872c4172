import NIOCore
import TodoCore

/// A query from the moment it is submitted until its caller has an answer, which it gets exactly once.
///
/// Guard for `@unchecked Sendable`: after `init` every member is used on the event loop of the lane that it is submitted to, but
/// for the answer, which nobody changes once the caller has been told.
final class PendingQuery: @unchecked Sendable {
    private enum State {
        /// Nobody waits for the answer yet.
        case created
        case awaited(() -> Void)
        /// The rows have been decoded. What comes from the server after this or ``failed`` is dropped.
        case succeeded
        /// There is an ``error``.
        case failed
    }

    let statement: Statement
    let parameters: [PostgresValue]
    /// The user whose rows it may see and change; `nil` for one that is about nobody's.
    let identity: UserID?
    let lock: RowLock
    let deadline: NIODeadline
    /// How many connections it has been sent on.
    var attempts = 0
    private var error: PostgresError?
    private var state = State.created
    private let decode: (borrowing PGResult) throws(PostgresError) -> Void

    /// A query for whose answer nobody waits yet.
    ///
    /// - Parameters:
    ///   - statement: what to execute.
    ///   - parameters: its values.
    ///   - identity: the user whose rows it may see and change.
    ///   - lock: what it locks while it is under way.
    ///   - deadline: until when it must have been answered.
    ///   - decode: keeps what the rows hold; called again when the query had to be sent again.
    init(
        _ statement: Statement,
        _ parameters: [PostgresValue],
        identity: UserID? = nil,
        lock: RowLock = .none,
        deadline: NIODeadline,
        decode: @escaping (borrowing PGResult) throws(PostgresError) -> Void
    ) {
        self.statement = statement
        self.parameters = parameters
        self.identity = identity
        self.lock = lock
        self.deadline = deadline
        self.decode = decode
    }

    /// A query whose rows become an `Output`.
    ///
    /// The initializer is generic and the class is not: what a generic class does, it looks up its type for each time.
    convenience init<Output>(
        _ statement: Statement,
        _ parameters: [PostgresValue],
        deadline: NIODeadline,
        decode: @escaping (borrowing PGResult) throws(PostgresError) -> Output,
        completion: @escaping (Result<Output, PostgresError>) -> Void
    ) {
        var output: Output?
        self.init(statement, parameters, deadline: deadline) { result throws(PostgresError) in
            output = try decode(result)
        }
        whenAnswered { [self] in completion(Result { () throws(PostgresError) in try answer(&output) }) }
    }

    /// Whether the caller has its answer.
    var isAnswered: Bool {
        switch state {
        case .created, .awaited: false
        case .succeeded, .failed: true
        }
    }

    /// Has the caller told of the answer, at once where there is one already; to be called once.
    ///
    /// - Parameter completion: may ask for the ``answer(_:)``.
    func whenAnswered(_ completion: @escaping () -> Void) {
        switch state {
        case .created: state = .awaited(completion)
        case .succeeded, .failed: completion()
        case .awaited: preconditionFailure("BUG: a query has one caller")
        }
    }

    /// What the caller gets.
    ///
    /// - Parameter output: what the rows were decoded to; it is moved from there.
    /// - Returns: the same.
    /// - Throws: why there are no rows.
    func answer<Output>(_ output: inout Output?) throws(PostgresError) -> Output {
        if case .failed = state, let error { throw error }
        guard let output = output.take() else { throw .protocolViolation("a statement finished without a result") }
        return output
    }

    /// Reads the rows; the caller gets them with ``succeed()``.
    ///
    /// - Throws: when the result does not have the statement's columns or all of its rows, or cannot be the answer to this query.
    func accept(_ result: borrowing PGResult) throws(PostgresError) {
        try result.checkTypes(statement)
        try result.checkRowCount(statement)
        try decode(result)
    }

    func succeed() {
        end(.succeeded)
    }

    func fail(_ error: PostgresError) {
        guard !isAnswered else { return }
        self.error = error
        end(.failed)
    }

    private func end(_ end: State) {
        guard !isAnswered else { return }
        let former = state
        state = end
        if case .awaited(let completion) = former { completion() }
    }
}

extension PGResult {
    fileprivate func checkTypes(_ statement: Statement) throws(PostgresError) {
        let fits =
            columnCount == statement.resultTypes.count
            && statement.resultTypes.indices.allSatisfy { columnType($0).isSent(as: statement.resultTypes[$0]) }
        guard fits else {
            throw .protocolViolation("the columns of \(statement.name) have other types than the schema's")
        }
    }

    /// libpq passes over a row whose message type was damaged on the way; what is missing must not look like an empty answer.
    fileprivate func checkRowCount(_ statement: Statement) throws(PostgresError) {
        guard columnCount == 0 || reportedRowCount == rowCount else {
            throw .protocolViolation("rows of \(statement.name) are missing")
        }
    }
}
