import TodoCore

/// Whether the statements about tasks have the indexes that they are made for.
enum IndexUse {
    private static let expected = ["tasks_pkey", "idx_tasks_user_id", "idx_tasks_user_completed"]
    /// From how many rows on a plan without an index is slow.
    private static let manyRows = 10_000

    /// Asks the planner, in a transaction of `session` that is the role's of tasks and is to be rolled back.
    static func finding(_ session: borrowing BlockingSession) throws(PostgresError) -> Finding {
        let lacks = try lacking(session)
        guard lacks.isEmpty else {
            return Finding(
                .indexes,
                .fault(.drift),
                lacks.map(\.sentence).joined(separator: "\n"),
                remedy: lacks.map(\.remedy).joined(separator: "\n")
            )
        }
        // The planner is right not to use them for a few rows, and may be wrong about many.
        let unplanned = try statementsWithoutIndex(session)
        let rows = try session.rows("select reltuples::bigint::text from pg_class where oid = 'tasks'::regclass")
        let rowCount = rows.first?.first.flatMap { $0 }.flatMap(Int.init) ?? 0
        try session.execute(
            "set local enable_seqscan = off; set local enable_bitmapscan = off; set local enable_sort = off",
            timeout: .seconds(30)
        )
        let unserved = try statementsWithoutIndex(session)
        guard unserved.isEmpty else {
            return Finding(
                .indexes,
                .fault(.drift),
                "no index serves \(unserved.joined(separator: ", ")): each of them reads and sorts more than it gives",
                remedy: "todoctl migrate verify tells how the indexes differ from what they should be"
            )
        }
        guard unplanned.isEmpty || rowCount < manyRows else {
            return Finding(
                .indexes,
                .warning,
                "among about \(rowCount) rows the planner uses no index for \(unplanned.joined(separator: ", "))",
                remedy: "analyze tasks, so that PostgreSQL knows what the table holds"
            )
        }
        return Finding(
            .indexes,
            .ok,
            "every fetch and list of tasks has its index: \(expected.joined(separator: ", "))"
        )
    }

    private static func lacking(
        _ session: borrowing BlockingSession
    ) throws(PostgresError) -> [(sentence: String, remedy: String)] {
        let rows = try session.rows(
            """
            select c.relname::text, (i.indisvalid and i.indisready)::text
            from pg_index i join pg_class c on c.oid = i.indexrelid where i.indrelid = 'tasks'::regclass
            """
        )
        return expected.compactMap { name in
            guard let row = rows.first(where: { $0[0] == name }) else {
                return (
                    "the index \(name) is missing, so that requests read tasks that they are not about",
                    "run the statement that todoctl migrate verify shows for \(name), with concurrently"
                )
            }
            guard row[1] != "true" else { return nil }
            return (
                "the index \(name) is invalid, so that nothing uses it: its making was cut short",
                "reindex index concurrently \(name)"
            )
        }
    }

    /// Those whose plan reads the whole table, or sorts.
    private static func statementsWithoutIndex(_ session: borrowing BlockingSession) throws(PostgresError) -> [String] {
        let user = PostgresValue.text(nobody)
        let position: [PostgresValue] = [.timestamptz(Timestamp(microsecondsSinceEpoch: 0)), .int8(1)]
        let statements: [(name: String, statement: Statement, values: [PostgresValue])] = [
            ("fetching a task", TaskStatements.fetch, [.int8(1), user]),
            ("fetching several tasks", TaskStatements.fetchSeveral, [.int8s([1, 2]), user]),
            ("listing tasks", TaskStatements.list, [user, .int8(51)]),
            ("the next page of tasks", TaskStatements.listAfter, [user, .int8(51)] + position),
            ("listing completed tasks", TaskStatements.listCompleted, [user, .int8(51), .bool(true)]),
            (
                "the next page of completed tasks", TaskStatements.listCompletedAfter,
                [user, .int8(51), .bool(true)] + position
            ),
        ]
        var names: [String] = []
        for (name, statement, values) in statements {
            var plan = ""
            try session.query("explain \(statement.sql)", statement.parameterTypes, values, timeout: .seconds(30)) {
                for row in 0..<$0.rowCount { plan += $0.text(row: row, column: 0) + "\n" }
            }
            if plan.contains("Seq Scan on tasks") || plan.contains("Sort Key:") { names.append(name) }
        }
        return names
    }

    /// A user id that nobody has, so that no plan is about anybody.
    static let nobody = "todoctl doctor"
}
