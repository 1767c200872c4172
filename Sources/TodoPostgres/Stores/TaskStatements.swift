/// Every statement about tasks.
///
/// Each is one statement that names the user, so that neither a race nor a forgotten check can touch another's row.
enum TaskStatements {
    static let columns = "id, title, description, completed, created_at, updated_at, version"
    static let columnTypes: [PGTypeID] = [.int8, .varchar, .text, .bool, .timestamptz, .timestamptz, .int8]

    static let fetch = Statement(
        name: "todo_fetch",
        sql: "select \(columns) from tasks where id = $1 and user_id = $2",
        parameterTypes: [.int8, .varchar],
        resultTypes: columnTypes,
        access: .read
    )

    /// Several of the user's tasks, in no order.
    static let fetchSeveral = Statement(
        name: "todo_fetch_several",
        sql: "select \(columns) from tasks where id = any ($1) and user_id = $2",
        parameterTypes: [.int8Array, .varchar],
        resultTypes: columnTypes,
        access: .read
    )

    /// The longest description, in bytes, that a list brings; a longer one is missing, and fetched afterwards.
    ///
    /// Nothing limits a description but the size of a request, so a page is bounded by rows only if rows are bounded.
    static let longestListedDescription = 4096

    /// The SUBSTITUTE character, with which begins what stands for a description that is missing; its length in bytes follows.
    ///
    /// A description that begins with it counts as missing too.
    static let missingMark: UInt8 = 0x1A

    /// A task's cells in a list, the version negated where it is completed.
    ///
    /// That, and a substitute instead of a flag, spare two cells of eight, and cells are most of what a row costs PostgreSQL.
    private static let listedColumns = """
        id, title, case when octet_length(description) > \(longestListedDescription) \
        then chr(\(missingMark)) || octet_length(description) else description end, \
        created_at, updated_at, case when completed then -version else version end
        """
    static let listedColumnTypes: [PGTypeID] = [.int8, .varchar, .text, .timestamptz, .timestamptz, .int8]

    // One statement for each shape of list, so that each has its own plan on its own index.
    static let list = listing("todo_list", filter: false, keyset: false)
    static let listAfter = listing("todo_list_after", filter: false, keyset: true)
    static let listCompleted = listing("todo_list_completed", filter: true, keyset: false)
    static let listCompletedAfter = listing("todo_list_completed_after", filter: true, keyset: true)

    /// Parameters: user, limit, then `completed` and the position where the shape has them.
    private static func listing(_ name: String, filter: Bool, keyset: Bool) -> Statement {
        var conditions = "user_id = $1"
        var types: [PGTypeID] = [.varchar, .int8]
        if filter {
            types.append(.bool)
            conditions += " and completed = $\(types.count)"
        }
        if keyset {
            types += [.timestamptz, .int8]
            conditions += " and (created_at, id) < ($\(types.count - 1), $\(types.count))"
        }
        return Statement(
            name: name,
            sql: """
                select \(listedColumns) from tasks where \(conditions)
                order by created_at desc, id desc limit $2
                """,
            parameterTypes: types,
            resultTypes: listedColumnTypes,
            access: .read
        )
    }

    static let count = Statement(
        name: "todo_count",
        sql: "select count(*) from tasks where user_id = $1",
        parameterTypes: [.varchar],
        resultTypes: [.int8],
        access: .read
    )

    static let countCompleted = Statement(
        name: "todo_count_completed",
        sql: "select count(*) from tasks where user_id = $1 and completed = $2",
        parameterTypes: [.varchar, .bool],
        resultTypes: [.int8],
        access: .read
    )
}
