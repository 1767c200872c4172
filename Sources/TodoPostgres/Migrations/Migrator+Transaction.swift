extension Migrator {
    private static let connectTimeout = Duration.seconds(10)
    /// The key of the advisory lock: the bytes of "todo".
    static let lockKey: Int64 = 0x746F_646F

    /// Bounds every wait on the server.
    ///
    /// The last line has it notice within a second when this process has gone, so that a long statement is not finished for
    /// nobody. Not every server's system can.
    var limits: String {
        """
        set local lock_timeout = '\(lockTimeout.wholeMilliseconds)ms';
        set local statement_timeout = '\(statementTimeout.wholeMilliseconds)ms';
        do $$ begin perform set_config('client_connection_check_interval', '1000', true); exception when others then end $$;
        """
    }

    /// How long this client waits for a statement: the server's own time-out comes first, this one is for a connection that has
    /// gone silent.
    var silenceTimeout: Duration { statementTimeout + .seconds(30) }

    func run<Output: Sendable>(
        _ body: @escaping @Sendable (borrowing BlockingSession) throws -> Output
    ) async throws(MigrationError) -> Output {
        try await BlockingSession.run(
            configuration,
            timeout: Self.connectTimeout,
            failingWith: MigrationError.init,
            body
        )
    }

    /// Runs `body` in a transaction of its own, which ends with a rollback when it fails or `isKept` is false.
    func transaction<Output>(
        _ session: borrowing BlockingSession,
        isKept: Bool = true,
        isLocked: Bool = true,
        _ body: () throws -> Output
    ) throws -> Output {
        let opening = "begin; \(limits)"
        if isLocked {
            try takeTurn(session, "pg_try_advisory_xact_lock", opening: opening, otherwise: "rollback")
        } else {
            try session.execute(opening, timeout: .seconds(30))
        }
        let output: Output
        do {
            output = try body()
        } catch {
            try? session.execute("rollback", timeout: .seconds(30))
            throw error
        }
        guard isKept else {
            try session.execute("rollback", timeout: silenceTimeout)
            return output
        }
        do throws(PostgresError) {
            try session.execute("commit", timeout: silenceTimeout)
        } catch {
            guard !error.isSafeToRetry else { throw error }
            throw MigrationError(
                code: .unreachable,
                description: "the connection was lost during the commit (\(error.message)): all of it was done or "
                    + "nothing, and todoctl migrate status tells"
            )
        }
        return output
    }

    /// Polls for the lock instead of waiting in the server, so that giving up needs no cancel request.
    ///
    /// Each attempt is a transaction of its own: one that stayed open would keep a pooler's connection, and an index that is
    /// built concurrently would wait for its end.
    /// - Parameters:
    ///   - session: the connection that takes the lock.
    ///   - function: PostgreSQL's, which says at once whether it has the lock.
    ///   - opening: what comes before an attempt.
    ///   - otherwise: what comes after one that failed.
    /// - Throws: ``MigrationError`` naming the holder when the time is up.
    func takeTurn(
        _ session: borrowing BlockingSession,
        _ function: String,
        opening: String? = nil,
        otherwise: String? = nil
    ) throws {
        let deadline = ContinuousClock.now + lockTimeout
        while true {
            if let opening { try session.execute(opening, timeout: .seconds(30)) }
            if try session.rows("select \(function)(\(Self.lockKey))::text").first?.first == "true" { return }
            if let otherwise { try session.execute(otherwise, timeout: .seconds(30)) }
            guard ContinuousClock.now < deadline else { throw try lockedBySomeone(session) }
            session.pause(.milliseconds(100))
        }
    }

    private func lockedBySomeone(_ session: borrowing BlockingSession) throws(PostgresError) -> MigrationError {
        let holders = try session.rows(
            """
            select format('process %s (%s, from %s)', a.pid, a.usename, coalesce(host(a.client_addr), 'a local socket'))
            from pg_locks l join pg_stat_activity a using (pid)
            where l.locktype = 'advisory' and l.granted and l.classid = 0 and l.objid::bigint = \(Self.lockKey)
                and l.database = (select oid from pg_database where datname = current_database())
            """
        )
        let holder = (holders.first?.first ?? nil) ?? "another session"
        return MigrationError(
            code: .locked,
            description: "another migration run holds the lock: \(holder); wait for it to finish and try again"
        )
    }
}
