extension Migrator {
    /// How many rows a rehearsal copies.
    private static let rehearsedRows = 20_000
    /// How long one attempt to lock the table against readers may take: new readers wait behind it.
    private static let longestReaderWait = Duration.milliseconds(100)

    /// What ``adopt()`` would do and how long it would take, found out by a rehearsal that is rolled back.
    ///
    /// - Throws: ``MigrationError`` when there is no table to take over, or it cannot be.
    public func adoptionPlan() async throws(MigrationError) -> AdoptionPlan {
        try await run { session in
            try transaction(session, isKept: false, isLocked: false) {
                let table = try adoptable(session)
                let refusals = try table.refusedRows(session, timeout: silenceTimeout)
                let (rows, bytes) = try size(of: table, session)
                let changes = try table.changes(session)
                let leftBehind = try table.leftBehind(session)
                let rehearsed = min(rows, Self.rehearsedRows)
                let scale = Double(rows) / Double(max(rehearsed, 1))
                let estimate = refusals.count == 0 ? try rehearse(table, session) * scale : nil
                return AdoptionPlan(
                    rows: rows,
                    bytes: bytes,
                    copyEstimate: estimate,
                    rehearsedRows: rehearsed,
                    longestReaderWait: Self.longestReaderWait,
                    changes: changes,
                    leftBehind: leftBehind,
                    refusals: refusals
                )
            }
        }
    }

    /// Takes over a table `tasks` of another backend's, with every row, and applies what else is pending, in one transaction.
    ///
    /// The rows are copied to a table of the right shape, which then takes the other's place. Writers wait for all of it; readers
    /// only while the tables change places. Count and digest of the rows are compared before that.
    ///
    /// - Throws: ``MigrationError``; nothing was changed then. Rows that break the rules are named.
    public func adopt() async throws(MigrationError) -> Adoption {
        try await run { session in
            var start = ContinuousClock.now
            var exchange = start
            var copied = (rows: 0, digest: "")
            let applied = try transaction(session) {
                let table = try adoptable(session)
                let searchPath = try session.rows("select current_setting('search_path')").first.flatMap { $0[0] } ?? ""
                try session.execute("lock table \(table.name) in share row exclusive mode", timeout: silenceTimeout)
                start = .now
                let refusals = try table.refusedRows(session, timeout: silenceTimeout)
                guard refusals.count == 0 else { throw MigrationError.refused(refusals.description) }
                copied = try copy(table, session)
                try lockAgainstReaders(table, session)
                exchange = .now
                try session.execute(
                    """
                    drop table \(table.name);
                    alter table \(TableCopy.name) set schema \(table.schema);
                    drop schema \(TableCopy.schema);
                    """,
                    timeout: silenceTimeout
                )
                _ = try session.rows("select set_config('search_path', $1, true)", [searchPath])
                try session.execute(MigrationHistory.createTable, timeout: silenceTimeout)
                try MigrationHistory.record(.createTasks, session)
                let (further, _) = try applyBatch(session, through: nil)
                let first = try MigrationHistory.read(migrations, session).statuses
                    .filter { $0.version == Migration.createTasks.version }
                return first + further
            }
            return Adoption(
                rows: copied.rows,
                digest: copied.digest,
                writersWaited: start.duration(to: .now),
                readersWaited: exchange.duration(to: .now),
                migrations: applied
            )
        }
    }

    private func adoptable(_ session: borrowing BlockingSession) throws -> ForeignTable {
        let history = try MigrationHistory.read(migrations, session)
        try history.checkFit()
        guard history.migrations(.pending).contains(where: { $0.version == Migration.createTasks.version }) else {
            throw MigrationError.refused(
                "the table tasks is this service's own already; todoctl migrate up applies what is pending"
            )
        }
        let table = try ForeignTable.find(session)
        try checkSchemasMayBeMade(session)
        // Naive time stamps mean UTC, here and in the migration.
        try session.execute("set local timezone to 'UTC'", timeout: .seconds(30))
        return table
    }

    private func copy(
        _ table: ForeignTable,
        _ session: borrowing BlockingSession
    ) throws -> (rows: Int, digest: String) {
        let copy = TableCopy(source: table, timeout: silenceTimeout)
        try copy.make(session)
        try copy.inherit(session)
        let before = try copy.digest(of: table.name, session)
        let after = try copy.digest(of: TableCopy.name, session)
        guard before == after else {
            throw MigrationError(
                code: .failed,
                description: "nothing was changed: the copy has \(after.rows) rows with the digest "
                    + "\(after.digest), the table \(before.rows) with \(before.digest)"
            )
        }
        return after
    }

    /// How long it takes to copy some of the rows and to compute the digest of both tables.
    private func rehearse(_ table: ForeignTable, _ session: borrowing BlockingSession) throws -> Duration {
        let copy = TableCopy(source: table, timeout: silenceTimeout)
        let clock = ContinuousClock()
        let copying = try clock.measure { try copy.make(limit: Self.rehearsedRows, session) }
        let hashing = try clock.measure { _ = try copy.digest(of: TableCopy.name, session) }
        return copying + hashing * 2
    }

    /// Tries again and again, for moments only: whoever wants to read waits behind an attempt.
    private func lockAgainstReaders(_ table: ForeignTable, _ session: borrowing BlockingSession) throws {
        let deadline = ContinuousClock.now + lockTimeout
        while true {
            try session.execute(
                "savepoint exchange; set local lock_timeout to '\(Self.longestReaderWait.wholeMilliseconds)ms'",
                timeout: .seconds(30)
            )
            do throws(PostgresError) {
                try session.execute("lock table \(table.name) in access exclusive mode", timeout: silenceTimeout)
                return
            } catch {
                let isBusy = error.code == .server(.lockNotAvailable) || error.code == .server(.deadlockDetected)
                guard isBusy, ContinuousClock.now < deadline else { throw error }
                try session.execute("rollback to savepoint exchange", timeout: .seconds(30))
                session.pause(.milliseconds(400))
            }
        }
    }

    private func size(of table: ForeignTable, _ session: borrowing BlockingSession) throws -> (rows: Int, bytes: Int) {
        let row = try session.rows(
            "select count(*)::text, pg_total_relation_size($1::regclass)::text from \(table.name)",
            [table.name],
            timeout: silenceTimeout
        )
        .first
        return (row.flatMap { $0[0] }.flatMap { Int($0) } ?? 0, row.flatMap { $0[1] }.flatMap { Int($0) } ?? 0)
    }
}
