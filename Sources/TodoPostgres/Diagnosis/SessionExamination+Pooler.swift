extension SessionExamination {
    /// What stands between, found out as the server does.
    func pooler(_ session: borrowing BlockingSession) throws(PostgresError) -> Finding {
        let isNamed = session.connection.host.contains("-pooler.")
        let isDirect = isNamed ? false : try session.isDirect()
        switch (isDirect, poolerMode) {
        case (true, .transaction):
            return Finding(
                .pooler,
                .ok,
                "none can be seen; DATABASE_POOLER_MODE says transaction, so every transaction sets all it relies on"
            )
        case (true, .auto), (true, .session):
            return Finding(.pooler, .ok, "none: PostgreSQL itself answers")
        case (false, .session):
            return Finding(
                .pooler,
                .warning,
                "there is one, and DATABASE_POOLER_MODE=session: wrong unless it gives each client a session of its own",
                remedy: "DATABASE_POOLER_MODE=auto, unless its pool_mode is session"
            )
        case (false, _) where !hasMigrationURL:
            return Finding(
                .pooler,
                .warning,
                "there is one, and every transaction sets all it relies on; migrations that cannot run in a transaction "
                    + "do not pass through it",
                remedy: "set MIGRATION_DATABASE_URL to the address of PostgreSQL itself"
            )
        case (false, _):
            return Finding(
                .pooler,
                .ok,
                "there is one, and every transaction sets all it relies on; migrations have a URL of their own"
            )
        }
    }
}
