import TodoCore

/// What stands before a statement in its transaction: whom the transaction is for, and as which role it runs.
///
/// The row-level policies let a transaction see and change the rows of `todo.user_id` alone. The setting is local to the
/// transaction, so it ends with it, however it ends.
///
/// Each preamble carries a number that comes back with its result. Should anything between this client and PostgreSQL lose or
/// repeat messages, the numbers no longer fit, and no request is given the answer to another's.
struct Preamble {
    let statement: Statement
    let parameters: [PostgresValue]

    /// - Returns: `nil` where nothing is needed, because the session is ours and the statement is about nobody's rows.
    init?(_ scope: SessionScope?, _ identity: UserID?, number: Int64) {
        switch (scope, identity) {
        case (nil, _), (.connection, nil):
            return nil
        case (.connection, .some(let user)):
            statement = Self.identify
            parameters = [.text(user.rawValue), .int8(number)]
        case (.transaction(let defaults), let user):
            statement = Self.assume
            parameters = [
                .text(user?.rawValue ?? ""), .int8(number), .text(defaults.statementTimeout),
                .text(defaults.searchPath),
                .text(defaults.synchronousCommit),
            ]
        }
    }

    /// Whether the result is the one of the preamble with this number.
    static func isResult(_ result: borrowing PGResult, of number: Int64) -> Bool {
        result.rowCount == 1 && result.columnCount == 2 && result.columnType(0) == .int8
            && result.int64(row: 0, column: 0) == number
    }

    /// On a session of our own, which has the role already.
    private static let identify = Statement(
        name: "todo_identify",
        sql: "select $2, pg_catalog.set_config('todo.user_id', $1, true)",
        parameterTypes: [.text, .int8],
        resultTypes: [.int8, .text],
        access: .read
    )

    /// Everything that a transaction relies on.
    private static let assume = Statement(
        name: "todo_assume",
        sql: """
            select $2, pg_catalog.concat(
                pg_catalog.set_config('role', '\(TaskRole.name)', true),
                pg_catalog.set_config('statement_timeout', $3, true),
                pg_catalog.set_config('search_path', $4, true),
                pg_catalog.set_config('synchronous_commit', $5, true),
                pg_catalog.set_config('todo.user_id', $1, true))
            """,
        parameterTypes: [.text, .int8, .text, .text, .text],
        resultTypes: [.int8, .text],
        access: .read
    )
}
