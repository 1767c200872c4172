/// Every statement about tasks.
///
/// Each is one statement that names the user, so that neither a race nor a forgotten check can touch another's row.
enum TaskStatements {
    private static let columns = "id, title, description, completed, created_at, updated_at, version"
    private static let columnTypes: [PGTypeID] = [.int8, .varchar, .text, .bool, .timestamptz, .timestamptz, .int8]

    /// `updated_at` moves by at least what the API shows of it, even when the clock stands still or goes back.
    private static let change =
        "updated_at = greatest(now(), updated_at + interval '1 millisecond'), version = version + 1"

    static let insert = Statement(
        name: "todo_insert",
        sql: """
            insert into tasks (user_id, title, description, completed) values ($1, $2, $3, $4)
            returning \(columns)
            """,
        parameterTypes: [.varchar, .varchar, .text, .bool],
        resultTypes: columnTypes,
        access: .write
    )

    static let fetch = Statement(
        name: "todo_fetch",
        sql: "select \(columns) from tasks where id = $1 and user_id = $2",
        parameterTypes: [.int8, .varchar],
        resultTypes: columnTypes,
        access: .read
    )

    static let replace = Statement(
        name: "todo_replace",
        sql: """
            update tasks set title = $3, description = $4, completed = $5, \(change)
            where id = $1 and user_id = $2 returning \(columns)
            """,
        parameterTypes: [.int8, .varchar, .varchar, .text, .bool],
        resultTypes: columnTypes,
        access: .write
    )

    static let complete = Statement(
        name: "todo_complete",
        sql: """
            update tasks set completed = coalesce($3, not completed), \(change)
            where id = $1 and user_id = $2 returning \(columns)
            """,
        parameterTypes: [.int8, .varchar, .bool],
        resultTypes: columnTypes,
        access: .write
    )

    static let delete = Statement(
        name: "todo_delete",
        sql: "delete from tasks where id = $1 and user_id = $2 returning id",
        parameterTypes: [.int8, .varchar],
        resultTypes: [.int8],
        access: .write
    )

    /// The longest description, in bytes, that a list brings; a longer one is fetched by itself.
    ///
    /// Nothing limits a description but the size of a request, so a page is bounded by rows only if rows are bounded.
    static let longestListedDescription = 4096

    private static let listedColumns = """
        id, title, case when octet_length(description) <= \(longestListedDescription) then description end, completed, \
        created_at, updated_at, version, nullif(octet_length(description) > \(longestListedDescription), false)
        """

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
            resultTypes: columnTypes + [.bool],
            access: .read
        )
    }
}
