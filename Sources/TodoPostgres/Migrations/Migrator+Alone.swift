extension Migrator {
    /// Runs one migration that cannot run in a transaction; `nil` when another run was quicker.
    ///
    /// The lock is the session's here, so the session must be ours: a pooler would hand it on.
    func applyAlone(_ migration: Migration, _ session: borrowing BlockingSession) throws -> MigrationStatus? {
        guard try session.isDirect() else {
            throw MigrationError.refused(
                "migration \(migration.version) (\(migration.name)) cannot run in a transaction, and this URL leads to "
                    + "a pooler: set MIGRATION_DATABASE_URL to the address of PostgreSQL itself. What came before it "
                    + "was applied"
            )
        }
        try takeTurn(session, "pg_try_advisory_lock")
        // The record is another transaction's, so what is pending is only known now.
        let history = try MigrationHistory.read(migrations, session)
        try history.checkFit()
        let isPending = history.migrations(.pending).contains { $0.version == migration.version }
        if isPending {
            let limits = limits.replacing("set local ", with: "set ")
            try session.execute(limits, timeout: .seconds(30))
            for statement in migration.statements { try session.execute(statement, timeout: silenceTimeout) }
            try MigrationHistory.record(migration, session)
        }
        _ = try session.rows("select pg_advisory_unlock(\(Self.lockKey))::text")
        guard isPending else { return nil }
        return try MigrationHistory.read(migrations, session).statuses.first { $0.version == migration.version }
    }
}
