import NIOCore

/// What a new connection is told before it serves.
///
/// The session belongs to us only when the process that answers is the one that libpq was introduced to at the start. Through a
/// pooler in transaction mode it is not: then no session state is set, and statements are sent unnamed, because a name may
/// stand for another client's statement.
struct ConnectionSetup {
    let statementTimeout: TimeAmount
    let deadline: NIODeadline

    private static let backendPID = Statement(
        name: "todo_backend_pid",
        sql: "select pg_backend_pid()::bigint",
        parameterTypes: [],
        resultTypes: [.int8],
        access: .write
    )

    private static let setStatementTimeout = Statement(
        name: "todo_statement_timeout",
        sql: "select set_config('statement_timeout', $1, false)",
        parameterTypes: [.text],
        resultTypes: [.text],
        access: .write
    )

    /// Runs the set-up and reports once, on the connection's loop.
    func run(on connection: PipelinedConnection, _ completion: @escaping (Result<Void, PostgresError>) -> Void) {
        connection.send(
            TypedQuery(Self.backendPID, [], deadline: deadline) { result throws(PostgresError) in
                result.int64(row: 0, column: 0)
            } completion: { result in
                switch result {
                case .success(Int64(connection.backendPID)): ownSession(connection, completion)
                case .success: completion(.success(()))
                case .failure(let error): completion(.failure(error))
                }
            }
        )
    }

    private func ownSession(
        _ connection: PipelinedConnection,
        _ completion: @escaping (Result<Void, PostgresError>) -> Void
    ) {
        let milliseconds = String(statementTimeout.nanoseconds / 1_000_000)
        connection.send(
            TypedQuery(Self.setStatementTimeout, [.text(milliseconds)], deadline: deadline) { _ throws(PostgresError) in
            } completion: { result in
                if case .success = result { connection.preparesStatements = true }
                completion(result)
            }
        )
    }
}
