import TodoCore

/// What stands before a statement in its transaction: whom the transaction is for, and as which role it runs.
///
/// The row-level policies let a transaction see and change the rows of `todo.user_id` alone. The setting is local to the
/// transaction, so it ends with it, however it ends.
///
/// Each preamble carries a number that comes back with its result. Should anything between this client and PostgreSQL lose or
/// repeat messages, the numbers no longer fit, and no request is given the answer to another's.
struct Preamble {
    /// What must come before anything else in the transaction, if there is such a thing.
    let opening: Statement?
    let statement: Statement
    let parameters: [PostgresValue]

    /// A statement for nobody has one as well, since the user of a statement before it may still be set: reads that share a Sync
    /// share a transaction.
    ///
    /// - Returns: `nil` while it is not known yet whose the session is.
    init?(_ scope: SessionScope?, _ identity: UserID?, number: Int64) {
        switch (scope, identity) {
        case (nil, _):
            return nil
        case (.connection, let user):
            opening = nil
            statement = Self.identify
            parameters = [.text(user?.rawValue ?? ""), .int8(number)]
        case (.transaction(let defaults), let user):
            opening = defaults.isReadOnly ? Self.beginReading : Self.beginWriting
            statement = Self.assume
            let settings = [
                defaults.statementTimeout, defaults.lockTimeout, defaults.searchPath, defaults.synchronousCommit,
            ]
            parameters = [.text(user?.rawValue ?? ""), .int8(number)] + settings.map { .text($0) }
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
                pg_catalog.set_config('row_security', 'on', true),
                pg_catalog.set_config('statement_timeout', $3, true),
                pg_catalog.set_config('lock_timeout', $4, true),
                pg_catalog.set_config('search_path', $5, true),
                pg_catalog.set_config('synchronous_commit', $6, true),
                pg_catalog.set_config('todo.user_id', $1, true))
            """,
        parameterTypes: [.text, .int8, .text, .text, .text, .text],
        resultTypes: [.int8, .text],
        access: .read
    )

    // Of a transaction that is implicit, as those of a pipeline are, the server says that this "can only be used in transaction
    // blocks"; that is a warning, and it does what it says.
    private static let beginWriting = opening("read write")
    private static let beginReading = opening("read only")

    private static func opening(_ mode: String) -> Statement {
        Statement(
            name: "todo_begin",
            sql: "set transaction isolation level read committed, \(mode)",
            parameterTypes: [],
            resultTypes: [],
            access: .read
        )
    }
}
