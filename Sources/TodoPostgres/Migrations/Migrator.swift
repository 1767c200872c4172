import TodoCore

/// Brings a database's schema to what this build needs.
///
/// All pending migrations are applied in one transaction, so there is no state in between. The transaction holds an advisory
/// lock, which PostgreSQL releases by itself when the transaction or the connection ends, however it ends.
public struct Migrator: Sendable {
    private let configuration: PostgresConfiguration
    private let lockTimeout: Duration
    private let migrations: [Migration]

    /// How long one statement of a migration may run; the server ends it then.
    private static let statementTimeout = Duration.seconds(15 * 60)
    private static let connectTimeout = Duration.seconds(10)
    /// The key of the advisory lock: the bytes of "todo".
    private static let lockKey: Int64 = 0x746F_646F

    /// - Parameters:
    ///   - url: a libpq connection URL whose login may change the schema.
    ///   - lockTimeout: how long to wait for another run to finish, and for tables in use.
    public init(url: String, lockTimeout: Duration = .seconds(30)) {
        self.init(url: url, lockTimeout: lockTimeout, migrations: Migration.all)
    }

    init(url: String, lockTimeout: Duration, migrations: [Migration]) {
        configuration = PostgresConfiguration(url: url)
        self.lockTimeout = lockTimeout
        self.migrations = migrations
    }

    /// Every migration that this build knows and every one that the database records, in order of version.
    ///
    /// Changes nothing. Cancelling the task does not interrupt it; it ends by itself within seconds.
    public func status() async throws(MigrationError) -> [MigrationStatus] {
        try await run { session throws(PostgresError) in
            .success(Self.compare(migrations, with: try Self.recorded(session)))
        }
    }

    /// Applies what is pending and returns it, all or nothing.
    ///
    /// Two runs at once take turns. Cancelling the task does not interrupt it: the transaction ends as a whole.
    public func apply() async throws(MigrationError) -> [MigrationStatus] {
        try await run { session throws(PostgresError) in
            try session.execute(
                """
                begin;
                set local lock_timeout = '\(lockTimeout.components.seconds)s';
                set local statement_timeout = '\(Self.statementTimeout.components.seconds)s';
                """,
                timeout: .seconds(10)
            )
            guard try lock(session) else { return .failure(try lockedBySomeone(session)) }
            try session.execute(
                """
                create table if not exists todo_migrations (
                    version bigint primary key,
                    name text not null,
                    checksum text not null,
                    applied_at timestamptz not null default now()
                )
                """,
                timeout: Self.statementTimeout
            )
            let statuses = Self.compare(migrations, with: try Self.recorded(session))
            if let mismatch = Self.mismatch(statuses) { return .failure(mismatch) }
            let pending = statuses.filter { $0.state == .pending }
            for migration in migrations where pending.contains(where: { $0.version == migration.version }) {
                try apply(migration, session)
            }
            let applied = Self.compare(migrations, with: try Self.recorded(session))
                .filter { status in pending.contains { $0.version == status.version } }
            try session.execute("commit", timeout: Self.statementTimeout)
            return .success(applied)
        }
    }

    private func apply(_ migration: Migration, _ session: borrowing BlockingSession) throws(PostgresError) {
        // The server's own time-out comes first; this one is for a connection that has gone silent.
        try session.execute(migration.sql, timeout: Self.statementTimeout + .seconds(30))
        try session.query(
            "insert into todo_migrations (version, name, checksum) values ($1, $2, $3)",
            [.int8, .text, .text],
            [.int8(Int64(migration.version)), .text(migration.name), .text(migration.checksum)],
            timeout: .seconds(30)
        )
    }

    /// Polls for the lock instead of waiting in the server, so that giving up needs no cancel request.
    private func lock(_ session: borrowing BlockingSession) throws(PostgresError) -> Bool {
        let deadline = ContinuousClock.now + lockTimeout
        while true {
            var isLocked = false
            try session.query(
                "select pg_try_advisory_xact_lock($1)",
                [.int8],
                [.int8(Self.lockKey)],
                timeout: .seconds(10)
            ) { isLocked = $0.bool(row: 0, column: 0) }
            if isLocked { return true }
            guard ContinuousClock.now < deadline else { return false }
            session.pause(.milliseconds(100))
        }
    }

    private func lockedBySomeone(_ session: borrowing BlockingSession) throws(PostgresError) -> MigrationError {
        var holder = "another session"
        try session.query(
            """
            select a.pid::bigint, coalesce(a.usename, '')::text, coalesce(a.client_addr::text, 'a local socket')
            from pg_locks l join pg_stat_activity a using (pid)
            where l.locktype = 'advisory' and l.granted and l.classid = 0 and l.objid::bigint = $1
                and l.database = (select oid from pg_database where datname = current_database())
            """,
            [.int8],
            [.int8(Self.lockKey)],
            timeout: .seconds(10)
        ) { result in
            guard result.rowCount > 0 else { return }
            let pid = result.int64(row: 0, column: 0)
            holder = "process \(pid) (\(result.text(row: 0, column: 1)), from \(result.text(row: 0, column: 2)))"
        }
        return MigrationError(
            code: .locked,
            description: "another migration run holds the lock: \(holder); wait for it to finish and try again"
        )
    }

    // MARK: Records

    private struct Record {
        let version: Int
        let name: String
        let checksum: String
        let appliedAt: Timestamp
    }

    private static func recorded(_ session: borrowing BlockingSession) throws(PostgresError) -> [Record] {
        var exists = false
        try session.query("select to_regclass('todo_migrations') is not null", timeout: .seconds(10)) { result in
            exists = result.bool(row: 0, column: 0)
        }
        guard exists else { return [] }
        var records: [Record] = []
        try session.query(
            "select version, name, checksum, applied_at from todo_migrations order by version",
            timeout: .seconds(10)
        ) { result in
            records = (0..<result.rowCount).map { row in
                Record(
                    version: Int(result.int64(row: row, column: 0)),
                    name: result.text(row: row, column: 1),
                    checksum: result.text(row: row, column: 2),
                    appliedAt: Timestamp(postgresMicroseconds: result.int64(row: row, column: 3))
                )
            }
        }
        return records
    }

    private static func compare(_ migrations: [Migration], with records: [Record]) -> [MigrationStatus] {
        let known = migrations.map { migration in
            let record = records.first { $0.version == migration.version }
            let state: MigrationStatus.State =
                record.map { $0.checksum == migration.checksum ? .applied : .modified } ?? .pending
            return MigrationStatus(
                version: migration.version,
                name: migration.name,
                state: state,
                appliedAt: record?.appliedAt.description
            )
        }
        let unknown = records.filter { record in !migrations.contains { $0.version == record.version } }
            .map {
                MigrationStatus(
                    version: $0.version,
                    name: $0.name,
                    state: .unknown,
                    appliedAt: $0.appliedAt.description
                )
            }
        return (known + unknown).sorted { $0.version < $1.version }
    }

    private static func mismatch(_ statuses: [MigrationStatus]) -> MigrationError? {
        if let status = statuses.first(where: { $0.state == .modified }) {
            return MigrationError(
                code: .mismatch,
                description:
                    "migration \(status.version) (\(status.name)) was applied with another text than this build's; "
                    + "use the build that applied it, or find out who changed it"
            )
        }
        let applied = statuses.filter { $0.state == .applied }.map(\.version).max() ?? 0
        if let status = statuses.first(where: { $0.state == .pending && $0.version < applied }) {
            return MigrationError(
                code: .mismatch,
                description: "migration \(status.version) (\(status.name)) is missing although later ones were applied"
            )
        }
        if let status = statuses.first(where: { $0.state == .unknown }) {
            return MigrationError(
                code: .mismatch,
                description:
                    "the database is newer than this build: it has migration \(status.version) (\(status.name)); "
                    + "use a newer build"
            )
        }
        return nil
    }

    private func run<Output: Sendable>(
        _ body: @escaping @Sendable (borrowing BlockingSession) throws(PostgresError) -> Result<Output, MigrationError>
    ) async throws(MigrationError) -> Output {
        let result: Result<Output, MigrationError>
        do throws(PostgresError) {
            result = try await BlockingSession.run(configuration, timeout: Self.connectTimeout, body)
        } catch {
            throw MigrationError(error)
        }
        return try result.get()
    }
}
