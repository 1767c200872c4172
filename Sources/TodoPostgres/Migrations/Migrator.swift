/// Brings a database's schema to what this build needs, back, and compares the two.
///
/// What is pending is applied in one transaction, so there is no state in between. The transaction holds an advisory lock, which
/// PostgreSQL releases by itself when the transaction or the connection ends, however it ends. Nothing relies on a session, so
/// all of it works through a transaction pooler, but for migrations that run alone.
///
/// Cancelling the task interrupts nothing: a transaction ends as a whole, and every wait in it is bounded.
public struct Migrator: Sendable {
    let configuration: PostgresConfiguration
    let lockTimeout: Duration
    let statementTimeout: Duration
    let migrations: [Migration]

    /// - Parameters:
    ///   - url: a libpq connection URL whose login may change the schema.
    ///   - lockTimeout: how long to wait for another run to finish, and for tables in use.
    ///   - statementTimeout: how long one statement may run; the server ends it then.
    public init(
        url: String,
        lockTimeout: Duration = .seconds(30),
        statementTimeout: Duration = .seconds(15 * 60)
    ) {
        self.init(url: url, lockTimeout: lockTimeout, statementTimeout: statementTimeout, migrations: Migration.all)
    }

    init(
        url: String,
        lockTimeout: Duration = .seconds(30),
        statementTimeout: Duration = .seconds(15 * 60),
        migrations: [Migration]
    ) {
        configuration = PostgresConfiguration(url: url)
        self.lockTimeout = lockTimeout
        self.statementTimeout = statementTimeout
        self.migrations = migrations
    }

    /// Every migration that this build knows and every one that the database records, in order of version; changes nothing.
    ///
    /// - Throws: ``MigrationError`` when the database cannot be asked.
    public func status() async throws(MigrationError) -> [MigrationStatus] {
        try await run { session in try MigrationHistory.read(migrations, session).statuses }
    }

    /// What ``apply(through:isDryRun:)`` would run.
    ///
    /// - Parameter target: the last version to plan for; the newest when `nil`.
    /// - Returns: the pending migrations and the script that applies them.
    /// - Throws: ``MigrationError``, also when what is recorded does not fit.
    public func plan(through target: Int? = nil) async throws(MigrationError) -> MigrationPlan {
        try checkTarget(target)
        return try await run { session in
            let history = try MigrationHistory.read(migrations, session)
            try history.checkFit()
            return MigrationPlan(pending(history, through: target), limits: limits, lockKey: Self.lockKey)
        }
    }

    /// Applies what is pending and returns it: all or nothing, but for migrations that run alone.
    ///
    /// Two runs at once take turns.
    /// - Parameters:
    ///   - target: the last version to apply; the newest when `nil`.
    ///   - isDryRun: execute everything, then roll it back. The locks are real. It ends before the first migration that runs
    ///     alone, which cannot be tried.
    /// - Returns: what was pending, and still is after a dry run.
    /// - Throws: ``MigrationError``.
    public func apply(
        through target: Int? = nil,
        isDryRun: Bool = false
    ) async throws(MigrationError) -> [MigrationStatus] {
        try checkTarget(target)
        return try await run { session in
            var applied: [MigrationStatus] = []
            while true {
                let (batch, next) = try transaction(session, isKept: !isDryRun) {
                    try applyBatch(session, through: target)
                }
                if isDryRun { return batch.map { .pending($0.version, $0.name) } }
                applied += batch
                guard let next else { return applied }
                if let status = try applyAlone(next, session) { applied.append(status) }
            }
        }
    }

    /// Undoes the migrations after a version, the newest first, in one transaction.
    ///
    /// - Parameter target: the last version to keep.
    /// - Returns: what was undone, in that order.
    /// - Throws: ``MigrationError`` when one of them has no way back; nothing was changed.
    public func revert(to target: Int) async throws(MigrationError) -> [MigrationStatus] {
        if target != 0 { try checkTarget(target) }
        return try await run { session in
            try transaction(session) {
                let history = try MigrationHistory.read(migrations, session)
                try history.checkFit()
                let doomed = history.migrations(.applied).filter { $0.version > target }.reversed()
                let ways = try doomed.map { migration in
                    switch migration.wayBack {
                    case .sql(let sql): return sql
                    case .none(let reason):
                        throw MigrationError.refused(
                            "migration \(migration.version) (\(migration.name)) has no way back: \(reason)"
                        )
                    }
                }
                for (migration, sql) in zip(doomed, ways) {
                    try session.execute(sql, timeout: silenceTimeout)
                    try MigrationHistory.forget(migration, session)
                }
                let versions = Set(doomed.map(\.version))
                return try MigrationHistory.read(migrations, session).statuses
                    .filter { versions.contains($0.version) }
                    .reversed()
            }
        }
    }

    /// Applies pending migrations up to the first that runs alone, which it returns too.
    func applyBatch(
        _ session: borrowing BlockingSession,
        through target: Int?
    ) throws -> (applied: [MigrationStatus], next: Migration?) {
        try session.execute(MigrationHistory.createTable, timeout: silenceTimeout)
        let history = try MigrationHistory.read(migrations, session)
        try history.checkFit()
        let pending = pending(history, through: target)
        let batch = pending.prefix { !$0.runsAlone }
        for migration in batch {
            for statement in migration.statements { try session.execute(statement, timeout: silenceTimeout) }
            try MigrationHistory.record(migration, session)
        }
        let versions = Set(batch.map(\.version))
        let applied = try MigrationHistory.read(migrations, session).statuses.filter { versions.contains($0.version) }
        return (applied, pending.dropFirst(batch.count).first)
    }

    private func pending(_ history: MigrationHistory, through target: Int?) -> [Migration] {
        history.migrations(.pending).filter { $0.version <= target ?? .max }
    }

    private func checkTarget(_ target: Int?) throws(MigrationError) {
        guard let target, !migrations.contains(where: { $0.version == target }) else { return }
        throw .refused("there is no migration \(target); this build has 1 to \(migrations.last?.version ?? 0)")
    }
}
