package import TodoCore

/// Looks a database over as the server would use it, and tells of each check what was found and what to do.
///
/// Nothing is changed. The live tables are not locked.
package struct DatabaseDiagnosis: Sendable {
    let url: String
    let migrationURL: String?
    private let poolerMode: PoolerMode
    let timeout: Duration
    private let now: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - url: the libpq connection URL of the server.
    ///   - migrationURL: the one of migrations, where it is another.
    ///   - poolerMode: what the server is told of poolers.
    ///   - timeout: how long the checks of one connection may take altogether.
    ///   - now: this machine's clock.
    package init(
        url: String,
        migrationURL: String?,
        poolerMode: PoolerMode,
        timeout: Duration,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.url = url
        self.migrationURL = migrationURL
        self.poolerMode = poolerMode
        self.timeout = timeout
        self.now = now
    }

    /// Hands over a finding for each ``DatabaseCheck``, in their order, as soon as there is one.
    ///
    /// Ends early, with the rest skipped, when the task is cancelled.
    package func run(_ report: (Finding) -> Void) async {
        let (events, continuation) = AsyncStream<Result<Finding, PostgresError>>.makeStream()
        let examination = Task { await examine(continuation) }
        let timer = Task {
            try? await Task.sleep(for: timeout)
            continuation.finish()
        }
        var left = SessionExamination.checks[...]
        var failure = PostgresError.connectionFailed("no answer within \(timeout.components.seconds) s")
        // Whether the migrations' records are.
        var isReadable = false
        for await event in events {
            switch event {
            case .success(let finding):
                report(finding)
                left.removeFirst()
                if finding.check == DatabaseCheck.schema.rawValue { isReadable = finding.status != .fault(.unfit) }
            case .failure(let error):
                failure = error
            }
        }
        examination.cancel()
        timer.cancel()
        let isLost = !left.isEmpty
        if let check = left.popFirst() { report(unreachable(check, failure)) }
        for check in left { report(Finding(check, .skipped, "the database could not be asked")) }
        report(isReadable && !isLost ? await drift() : Finding(.drift, .skipped, "the database could not be asked"))
    }

    private func examine(_ events: AsyncStream<Result<Finding, PostgresError>>.Continuation) async {
        let examination = SessionExamination(
            poolerMode: poolerMode,
            hasMigrationURL: migrationURL != nil && migrationURL != url,
            began: .now,
            now: now
        )
        do throws(PostgresError) {
            let configuration = PostgresConfiguration(url: url)
            try await BlockingSession.run(configuration, timeout: timeout) { session throws(PostgresError) in
                try examination.run(on: session) { events.yield(.success($0)) }
            }
        } catch {
            events.yield(.failure(error))
        }
        events.finish()
    }

    private func unreachable(_ check: DatabaseCheck, _ error: PostgresError) -> Finding {
        guard check == .connection else {
            return Finding(
                check,
                .fault(.unreachable),
                "the database was lost on the way: \(error.message)",
                remedy: "try again; a higher --timeout helps a slow connection"
            )
        }
        let failure = ConnectionFailure(error, url: url)
        return Finding(check, .fault(failure.fault), error.message, remedy: failure.remedy)
    }
}
