import NIOCore

/// Asks over one connection whether the server still works for others of ours that are silent.
///
/// A server process that executes a statement holds the lock on its own virtual transaction, which everybody may see
/// (PostgreSQL manual, "pg_locks"). One that holds none is idle or gone: then no answer will come any more, because the statement
/// or its answer was lost on the way.
struct BusyBackends {
    let deadline: NIODeadline

    private static let statement = Statement(
        name: "todo_busy_backends",
        sql: "select distinct pid::bigint from pg_catalog.pg_locks where pid = any ($1::text::integer[])",
        parameterTypes: [.text],
        resultTypes: [.int8],
        access: .write
    )

    /// Reports which of the processes are at work, once, on the connection's loop.
    func ask(
        about processes: [Int32],
        on connection: PipelinedConnection,
        _ completion: @escaping (Result<[Int32], PostgresError>) -> Void
    ) {
        let list = "{\(processes.map(String.init).joined(separator: ","))}"
        connection.send(
            PendingQuery(Self.statement, [.text(list)], deadline: deadline) { result throws(PostgresError) in
                (0..<result.rowCount).map { Int32(truncatingIfNeeded: result.int64(row: $0, column: 0)) }
            } completion: { result in
                completion(result)
            }
        )
    }
}
