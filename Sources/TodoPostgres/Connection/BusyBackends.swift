import NIOCore

/// Asks whether the server still works for connections of ours that are silent.
///
/// A server process that executes a statement holds the lock on its own virtual transaction, which everybody may see
/// (PostgreSQL manual, "pg_locks"). One that holds none is idle or gone: then no answer will come any more, because the statement
/// or its answer was lost on the way.
enum BusyBackends {
    private static let statement = Statement(
        name: "todo_busy_backends",
        sql: "select distinct pid::bigint, virtualtransaction from pg_catalog.pg_locks "
            + "where pid = any ($1::text::integer[])",
        parameterTypes: [.text],
        resultTypes: [.int8, .text],
        access: .write
    )

    /// The query that reports which of the processes are at work, with a name for what each is at work on.
    ///
    /// A server gives no two transactions the same virtual number.
    static func query(
        about processes: [Int32],
        deadline: NIODeadline,
        completion: @escaping (Result<[Int32: String], PostgresError>) -> Void
    ) -> PendingQuery {
        let list = "{\(processes.map(String.init).joined(separator: ","))}"
        return PendingQuery(statement, [.text(list)], deadline: deadline) { result throws(PostgresError) in
            var busy: [Int32: String] = [:]
            for row in 0..<result.rowCount {
                busy[Int32(truncatingIfNeeded: result.int64(row: row, column: 0))] = result.text(row: row, column: 1)
            }
            return busy
        } completion: { result in
            completion(result)
        }
    }
}
