import NIOCore
import TodoCore

/// A query from the moment it is submitted until its caller has an answer, which it gets exactly once.
///
/// Guard for `@unchecked Sendable`: after `init` every member is used on the event loop of the lane that it was submitted to.
final class PendingQuery: @unchecked Sendable {
    let statement: Statement
    let parameters: [PostgresValue]
    /// The user whose rows it may see and change; `nil` for one that is about nobody's.
    let identity: UserID?
    /// The number of the task whose row it locks, or 0.
    let lockedRow: Int64
    let deadline: NIODeadline
    /// How many connections it has been sent on.
    var attempts = 0
    /// Set once the caller has its answer; what comes from the server after that is dropped.
    private(set) var isAnswered = false
    private let decode: (borrowing PGResult) throws(PostgresError) -> Void
    private let completion: (PostgresError?) -> Void

    private init(
        _ statement: Statement,
        _ parameters: [PostgresValue],
        identity: UserID?,
        lockedRow: Int64,
        deadline: NIODeadline,
        decode: @escaping (borrowing PGResult) throws(PostgresError) -> Void,
        completion: @escaping (PostgresError?) -> Void
    ) {
        self.statement = statement
        self.parameters = parameters
        self.identity = identity
        self.lockedRow = lockedRow
        self.deadline = deadline
        self.decode = decode
        self.completion = completion
    }

    /// A query whose rows become an `Output`.
    ///
    /// The initializer is generic and the class is not: what a generic class does, it looks up its type for each time.
    convenience init<Output>(
        _ statement: Statement,
        _ parameters: [PostgresValue],
        identity: UserID? = nil,
        lockedRow: Int64 = 0,
        deadline: NIODeadline,
        decode: @escaping (borrowing PGResult) throws(PostgresError) -> Output,
        completion: @escaping (Result<Output, PostgresError>) -> Void
    ) {
        var output: Output?
        self.init(statement, parameters, identity: identity, lockedRow: lockedRow, deadline: deadline) {
            result throws(PostgresError) in
            output = try decode(result)
        } completion: { error in
            if let error {
                completion(.failure(error))
            } else if let output {
                completion(.success(output))
            } else {
                completion(.failure(.protocolViolation("a statement finished without a result")))
            }
        }
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
        complete(nil)
    }

    func fail(_ error: PostgresError) {
        complete(error)
    }

    private func complete(_ error: PostgresError?) {
        guard !isAnswered else { return }
        isAnswered = true
        completion(error)
    }
}

extension PGResult {
    fileprivate func checkTypes(_ statement: Statement) throws(PostgresError) {
        let fits =
            columnCount == statement.resultTypes.count
            && statement.resultTypes.indices.allSatisfy { columnType($0) == statement.resultTypes[$0] }
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
