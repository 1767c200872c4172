/// Waits until a database is there, as scripts and containers do before they go on.
package struct DatabaseAvailability: Sendable {
    /// What is waited for.
    package enum Goal: Sendable, Hashable {
        /// The database answers a query.
        case answer
        /// It does, and every migration of this build is applied.
        case currentSchema
    }

    package enum Outcome: Sendable, Hashable {
        case reached
        /// The time is over.
        case timedOut(cause: String)
        /// Waiting cannot help: a setting is wrong, or the schema was changed by hand.
        case hopeless(Finding)
    }

    private enum Attempt {
        case reached
        case notYet(String)
        case hopeless(Finding)
    }

    /// How long one attempt may take: a sleeping database needs some seconds to wake.
    private static let longestAttempt = Duration.seconds(10)
    private static let longestPause = Duration.seconds(1)

    private let url: String

    /// - Parameter url: a libpq connection URL.
    package init(url: String) {
        self.url = url
    }

    /// Tries again and again, with pauses that grow to a second.
    ///
    /// - Parameters:
    ///   - goal: what to wait for.
    ///   - timeout: how long altogether.
    ///   - report: told why it is not there yet, once for each change of the cause.
    /// - Returns: how it ended.
    /// - Throws: `CancellationError`, at once, when the task is cancelled.
    package func wait(
        for goal: Goal,
        timeout: Duration,
        _ report: @Sendable (String) -> Void
    ) async throws -> Outcome {
        let deadline = ContinuousClock.now + timeout
        var pause = Duration.milliseconds(100)
        var cause: String?
        while true {
            let limit = min(Self.longestAttempt, deadline - .now)
            let attempt = await Deadline.wait(limit) { await self.attempt(goal, within: limit) }
            try Task.checkCancellation()
            switch attempt ?? .notYet("no answer") {
            case .reached: return .reached
            case .hopeless(let finding): return .hopeless(finding)
            case .notYet(let reason):
                if reason != cause { report(reason) }
                cause = reason
            }
            // What is left would be too short to learn anything.
            guard deadline - .now > pause else { return .timedOut(cause: cause ?? "") }
            try await Task.sleep(for: pause)
            pause = min(pause * 2, Self.longestPause)
        }
    }

    private func attempt(_ goal: Goal, within limit: Duration) async -> Attempt {
        do throws(PostgresError) {
            let configuration = PostgresConfiguration(url: url)
            let schema = try await BlockingSession.run(configuration, timeout: limit) { session throws(PostgresError) in
                try session.execute("select 1", timeout: limit)
                return goal == .currentSchema ? try SchemaState.read(session) : nil
            }
            guard let schema, !schema.isCurrent else { return .reached }
            let finding = schema.finding
            return finding.status == .fault(.pending) ? .notYet(finding.sentence) : .hopeless(finding)
        } catch {
            return judge(error)
        }
    }

    private func judge(_ error: PostgresError) -> Attempt {
        switch error.code {
        case .connectionFailed:
            let failure = ConnectionFailure(error, url: url)
            guard !failure.isPassing else { return .notYet(error.message) }
            return .hopeless(Finding(.connection, .fault(failure.fault), error.message, remedy: failure.remedy))
        case .server(let state) where !state.isServerUnavailable:
            // The role and its rights are the migrations' as well.
            let isUnmade = [.invalidParameterValue, .insufficientPrivilege, .undefinedTable].contains(state)
            guard !isUnmade else { return .notYet(error.inProof.message) }
            return .hopeless(Finding(.schema, .fault(.unfit), error.description, remedy: "see PostgreSQL's log"))
        case .server, .unfit, .connectionLost, .timedOut, .overloaded, .cancelled, .closed, .protocolViolation:
            return .notYet(error.message)
        }
    }
}
