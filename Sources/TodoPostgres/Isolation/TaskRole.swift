/// The role that every statement about tasks runs as, whatever the login is.
///
/// It is neither superuser nor owner, may not bypass row-level security, and has only the grants that the statements need.
enum TaskRole {
    static let name = "todo_app"
    /// The role of administration, which sees every user's tasks; this one must not be a member of it.
    static let administratorName = "todo_admin"

    /// Takes the role for the whole session, with the time that a statement may run, and that it may wait for a lock.
    ///
    /// The statements are made for read committed: at a stricter level two toggles at once would be an error.
    static let assumeForSession = Statement(
        name: "todo_session",
        sql: """
            select pg_catalog.concat(
                pg_catalog.set_config('statement_timeout', $1, false),
                pg_catalog.set_config('lock_timeout', $2, false),
                pg_catalog.set_config('default_transaction_isolation', 'read committed', false),
                pg_catalog.set_config('row_security', 'on', false),
                pg_catalog.set_config('role', '\(name)', false))
            """,
        parameterTypes: [.text, .text],
        resultTypes: [.text],
        access: .write
    )
}
