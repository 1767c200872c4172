import TodoCore

/// The checks that one connection of the server's answers.
struct SessionExamination: Sendable {
    /// Those checks, in their order.
    static let checks: [DatabaseCheck] = [.connection, .tls, .pooler, .clock, .schema, .isolation, .indexes]

    let poolerMode: PoolerMode
    /// Whether migrations have a URL of their own.
    let hasMigrationURL: Bool
    let began: ContinuousClock.Instant
    let now: @Sendable () -> Timestamp

    /// Hands over a finding for each check.
    ///
    /// Nothing is changed: every transaction is rolled back.
    /// - Throws: ``PostgresError`` when the connection is lost; what the server refuses is a finding.
    func run(on session: borrowing BlockingSession, _ report: (Finding) -> Void) throws(PostgresError) {
        report(connection(session))
        report(transportSecurity(session).finding)
        report(try pooler(session))
        report(try clock(session))
        let schema: SchemaState
        do throws(PostgresError) {
            schema = try SchemaState.read(session)
        } catch {
            report(try refusal(.schema, error, session))
            return skip([.isolation, .indexes], "what the database records of its migrations cannot be read", report)
        }
        report(schema.finding)
        guard schema.isCurrent else { return skip([.isolation, .indexes], "the schema is not current", report) }
        do throws(PostgresError) {
            report(try isolation(session))
        } catch {
            report(try refusal(.isolation, error, session))
            return skip([.indexes], "tasks cannot be reached", report)
        }
        do throws(PostgresError) {
            try session.begin(.snapshot, as: .user, for: UserID(unchecked: IndexUse.nobody))
            let finding = try IndexUse.finding(session)
            try session.execute("rollback", timeout: .seconds(30))
            report(finding)
        } catch {
            report(try refusal(.indexes, error, session))
        }
    }

    private func skip(_ checks: [DatabaseCheck], _ reason: String, _ report: (Finding) -> Void) {
        for check in checks { report(Finding(check, .skipped, reason)) }
    }

    private func connection(_ session: borrowing BlockingSession) -> Finding {
        let host = session.connection.host
        let place = host.hasPrefix("/") ? "socket \(host)" : "\(host):\(session.connection.port)"
        let version = session.connection.parameter("server_version")?.prefix { $0 != " " } ?? "of unknown version"
        return Finding(
            .connection,
            .ok,
            "\(place), database \(session.connection.database) as \(session.connection.user), PostgreSQL \(version), "
                + "in \((ContinuousClock.now - began).inWords)"
        )
    }

    private func transportSecurity(_ session: borrowing BlockingSession) -> TransportSecurity {
        TransportSecurity(
            host: session.connection.host,
            tlsVersion: session.connection.tlsVersion,
            mode: session.connection.option("sslmode") ?? "prefer"
        )
    }

    private func clock(_ session: borrowing BlockingSession) throws(PostgresError) -> Finding {
        let before = now()
        var remote = before
        try session.query("select pg_catalog.clock_timestamp()", timeout: .seconds(30)) { result in
            remote = Timestamp(postgresMicroseconds: result.int64(row: 0, column: 0))
        }
        return ClockDifference(remote: remote, before: before, after: now()).finding
    }

    private func isolation(_ session: borrowing BlockingSession) throws(PostgresError) -> Finding {
        try session.begin(.snapshot, as: .user, for: nil)
        var result: Result<IsolationProof, PostgresError> = .failure(.protocolViolation("no proof came"))
        try session.query(IsolationProof.statement.sql, timeout: .seconds(30)) { row in
            do throws(PostgresError) {
                result = .success(try IsolationProof(row))
            } catch {
                result = .failure(error)
            }
        }
        let proof = try result.get()
        try session.execute("rollback", timeout: .seconds(30))
        if let breach = proof.breach {
            return Finding(
                .isolation,
                .fault(.unfit),
                "\(breach.finding): one user might see another's tasks, so the server refuses to serve",
                remedy: breach.remedy
            )
        }
        if let misfit = proof.misfit {
            return Finding(
                .isolation,
                .fault(.unfit),
                "\(misfit.finding), so the server refuses to serve",
                remedy: misfit.remedy
            )
        }
        return Finding(
            .isolation,
            .ok,
            "tasks are reached as \(proof.role), for which row-level security is in force"
        )
    }

    /// The finding for a statement that the server refused, after which the connection serves again.
    private func refusal(
        _ check: DatabaseCheck,
        _ error: PostgresError,
        _ session: borrowing BlockingSession
    ) throws(PostgresError) -> Finding {
        guard case .server = error.code, !error.endsSession else { throw error }
        try session.execute("rollback", timeout: .seconds(30))
        return Finding(
            check,
            .fault(.unfit),
            error.inProof.message,
            remedy: "todoctl migrate up with the login that owns the tables; todoctl migrate verify tells what was "
                + "changed by hand"
        )
    }
}
