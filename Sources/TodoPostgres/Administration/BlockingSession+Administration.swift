import TodoCore

/// Transactions that act for a user, or for an administrator.
///
/// Each sets all that it relies on, as behind a pooler it must; see ``SessionScope``.
extension BlockingSession {
    /// As which role a transaction runs.
    enum Role {
        /// Sees and changes the rows of its user alone.
        case user
        /// Sees every user's rows, adds and removes those of its user alone, and keeps the ledger of imports.
        case administrator

        fileprivate var name: String {
            switch self {
            case .user: TaskRole.name
            case .administrator: TaskRole.administratorName
            }
        }
    }

    enum TransactionMode: String {
        /// Sees one state of the database throughout.
        case snapshot = "repeatable read, read only"
        case change = "read committed, read write"
    }

    /// How long one statement may run; the server ends it then.
    static let statementTimeout = Duration.seconds(15 * 60)
    /// How much later we give up on a connection that has gone silent.
    static let patience = statementTimeout + .seconds(30)

    /// Runs `body` with a session of its own, as ``run(_:timeout:failingWith:_:)`` does.
    static func administer<Output: Sendable>(
        _ database: PostgresConfiguration,
        _ body: @escaping @Sendable (borrowing BlockingSession) throws -> Output
    ) async throws(AdministrationError) -> Output {
        try await run(database, timeout: .seconds(20), failingWith: AdministrationError.init, body)
    }

    /// Begins a transaction; without ``commit()`` it is rolled back when the session ends, however it ends.
    func begin(_ mode: TransactionMode, as role: Role, for user: UserID?) throws(PostgresError) {
        try execute("begin transaction isolation level \(mode.rawValue)", timeout: .seconds(30))
        try query(
            """
            select pg_catalog.concat(
                pg_catalog.set_config('search_path', max(reset_val) filter (where name = 'search_path'), true),
                pg_catalog.set_config(
                    'synchronous_commit', max(reset_val) filter (where name = 'synchronous_commit'), true),
                pg_catalog.set_config('row_security', 'on', true),
                pg_catalog.set_config('statement_timeout', $1, true),
                pg_catalog.set_config('lock_timeout', '30s', true),
                pg_catalog.set_config('todo.user_id', $2, true),
                pg_catalog.set_config('role', $3, true))
            from pg_catalog.pg_settings
            """,
            [.text, .text, .text],
            [
                .text("\(Self.statementTimeout.components.seconds)s"), .text(user?.rawValue ?? ""),
                .text(role.name),
            ],
            timeout: .seconds(30)
        )
    }

    /// - Throws: ``PostgresError``; its code is `connectionLost` when nobody knows whether the transaction is committed.
    func commit() throws(PostgresError) {
        do {
            try execute("commit", timeout: Self.patience)
        } catch {
            throw error.afterCommitBegan
        }
    }
}
