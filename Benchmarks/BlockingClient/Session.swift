import CLibpq

/// A session with PostgreSQL that waits for the answer to each statement, as most drivers do.
final class Session {
    private let connection: OpaquePointer
    private let plan: Plan

    /// Connects, and prepares what the plan needs.
    init(_ plan: Plan) throws(Failure) {
        guard let connection = PQconnectdb(plan.connection) else { throw Failure(message: "out of memory") }
        self.connection = connection
        self.plan = plan
        guard PQstatus(connection) == CONNECTION_OK else { throw failure }
        for (name, sql) in [("begin", "begin"), ("commit", "commit")] + plan.statements.enumerated().map(Self.named) {
            let result = PQprepare(connection, name, sql, 0, nil)
            defer { PQclear(result) }
            guard PQresultStatus(result) == PGRES_COMMAND_OK else { throw failure }
        }
    }

    deinit {
        PQfinish(connection)
    }

    private static func named(index: Int, statement: Plan.Statement) -> (String, String) {
        (String(index), statement.sql)
    }

    /// Makes one request: a transaction, whose statements are sent one after another.
    ///
    /// - Parameters:
    ///   - subject: whose task it is about.
    ///   - isText: whether rows are wanted as text; else they come in binary format, as our client asks for them.
    ///   - answer: is lent the last statement's rows.
    /// - Throws: ``Failure`` with what libpq says.
    func perform(_ subject: Subject, isText: Bool = false, _ answer: (OpaquePointer?) -> Void) throws(Failure) {
        try execute("begin", [], isText: isText) { _ in }
        for (index, statement) in plan.statements.enumerated() {
            let isLast = index == plan.statements.count - 1
            let values = statement.parameters.map(subject.value)
            try execute(String(index), values, isText: isText) { if isLast { answer($0) } }
        }
        try execute("commit", [], isText: isText) { _ in }
    }

    private func execute(
        _ name: String,
        _ values: [String?],
        isText: Bool,
        _ body: (OpaquePointer?) -> Void
    ) throws(Failure) {
        let texts = values.map { $0.map { Array($0.utf8CString) } }
        var pointers: [UnsafePointer<CChar>?] = []
        let result = withPointers(to: texts[...], &pointers) { pointers in
            PQexecPrepared(connection, name, Int32(values.count), pointers, nil, nil, isText ? 0 : 1)
        }
        defer { PQclear(result) }
        guard [PGRES_COMMAND_OK, PGRES_TUPLES_OK].contains(PQresultStatus(result)) else { throw failure }
        body(result)
    }

    /// Calls `body` with pointers that hold while it runs.
    private func withPointers<Result>(
        to texts: ArraySlice<[CChar]?>,
        _ pointers: inout [UnsafePointer<CChar>?],
        _ body: ([UnsafePointer<CChar>?]) -> Result
    ) -> Result {
        guard let text = texts.first else { return body(pointers) }
        guard let text else {
            pointers.append(nil)
            return withPointers(to: texts.dropFirst(), &pointers, body)
        }
        return text.withUnsafeBufferPointer { buffer in
            pointers.append(buffer.baseAddress)
            return withPointers(to: texts.dropFirst(), &pointers, body)
        }
    }

    private var failure: Failure { Failure(message: String(cString: PQerrorMessage(connection))) }
}

struct Failure: Error, CustomStringConvertible {
    let message: String

    var description: String { message }
}
