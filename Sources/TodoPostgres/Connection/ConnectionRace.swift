import NIOCore
import NIOPosix

/// Attempts to connect, of which the first to succeed counts: one that is patient, and beside it a fresh one each second.
///
/// The patient one waits for a database that has to wake. The fresh ones find the database as soon as it can be found, where the
/// patient one's first packets were lost or went to a host that is silent; each begins with another of the URL's hosts.
///
/// Confined to `loop`.
final class ConnectionRace {
    struct Rules: Sendable {
        let parameters: [(keyword: String, value: String)]
        let hosts: HostOrder
        /// How long the patient attempt may take, and with it the race.
        let timeout: TimeAmount

        /// Every host gets a fresh attempt in each second.
        var interval: TimeAmount { .nanoseconds(1_000_000_000 / Int64(hosts.count)) }
    }

    private let loop: any EventLoop
    private let threads: NIOThreadPool
    private let watcher: any SocketWatcher
    private let rules: Rules
    private let succeed: (consuming PGConnection) -> Void
    private let fail: (PostgresError) -> Void
    private var patient: ConnectionAttempt?
    private var fresh: ConnectionAttempt?
    private var freshCount = 0
    private var timer: Scheduled<Void>?

    /// Exactly one of the two callbacks is called after ``start()``, on the loop, unless the race is cancelled.
    init(
        _ rules: Rules,
        loop: any EventLoop,
        threads: NIOThreadPool,
        watcher: any SocketWatcher,
        succeed: @escaping (consuming PGConnection) -> Void,
        fail: @escaping (PostgresError) -> Void
    ) {
        self.rules = rules
        self.loop = loop
        self.threads = threads
        self.watcher = watcher
        self.succeed = succeed
        self.fail = fail
    }

    func start() {
        // The patient attempt's end is the race's.
        patient = attempt(rules.parameters, timeout: rules.timeout) { race, error in
            race.cancel()
            race.fail(error)
        }
        scheduleFresh()
    }

    /// Ends the race without a callback.
    func cancel() {
        timer?.cancel()
        patient?.cancel()
        fresh?.cancel()
        patient = nil
        fresh = nil
    }

    private func scheduleFresh() {
        timer = loop.assumeIsolated().scheduleTask(in: rules.interval) { [weak self] in
            guard let self else { return }
            self.fresh?.cancel()
            self.freshCount += 1
            let parameters = self.rules.parameters + self.rules.hosts.parameters(beginningWith: self.freshCount)
            self.fresh = self.attempt(parameters, timeout: self.rules.timeout) { race, _ in race.fresh = nil }
            self.scheduleFresh()
        }
    }

    private func attempt(
        _ parameters: [(keyword: String, value: String)],
        timeout: TimeAmount,
        whenFailed: @escaping (ConnectionRace, PostgresError) -> Void
    ) -> ConnectionAttempt {
        let attempt = ConnectionAttempt(
            loop: loop,
            threads: threads,
            watcher: watcher,
            succeed: { connection in
                self.cancel()
                self.succeed(connection)
            },
            fail: { error in whenFailed(self, error) }
        )
        attempt.start(parameters, timeout: timeout)
        return attempt
    }
}
