import NIOCore
import NIOPosix

/// Attempts to connect, of which the first to succeed counts: one that is patient, and beside it a fresh one every half second.
///
/// The patient one waits for a database that has to wake. The fresh ones find the database as soon as it can be found, where the
/// patient one's first packets were lost or went to a host that is silent. Each attempt begins with another of the URL's hosts,
/// and one that fails makes way for the next at once, until every host has had its turn.
///
/// | event | next |
/// |---|---|
/// | `start` | the patient attempt begins with the first host |
/// | interval | the fresh attempt, if any, is given up; another begins with the next host |
/// | the patient attempt fails | the fresh one, if any, becomes the patient one |
/// | an attempt fails, a host has not had its turn | another begins with that host |
/// | the last attempt fails, every host has had its turn | the race fails |
/// | an attempt succeeds | the others are given up, the race succeeds |
///
/// Confined to `loop`.
final class ConnectionRace {
    struct Rules: Sendable {
        let parameters: [(keyword: String, value: String)]
        let hosts: HostOrder
        /// How long the patient attempt may take, and with it the race.
        let timeout: TimeAmount

        /// Every host gets a fresh attempt in each half second.
        var interval: TimeAmount { .nanoseconds(500_000_000 / Int64(hosts.count)) }
    }

    private let loop: any EventLoop
    private let threads: NIOThreadPool
    private let watcher: any SocketWatcher
    private let rules: Rules
    private let succeed: (consuming PGConnection) -> Void
    private let fail: (PostgresError) -> Void
    /// The attempt that has run longest.
    private var patient: ConnectionAttempt?
    private var fresh: ConnectionAttempt?
    /// How many attempts have begun.
    private var count = 0
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
        launch()
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
            self?.fresh?.cancel()
            self?.launch()
            self?.scheduleFresh()
        }
    }

    private func launch() {
        let attempt = ConnectionAttempt(
            loop: loop,
            threads: threads,
            watcher: watcher,
            succeed: { connection in
                self.cancel()
                self.succeed(connection)
            },
            fail: { error, attempt in self.failed(attempt, error) }
        )
        if patient == nil { patient = attempt } else { fresh = attempt }
        attempt.start(rules.parameters + rules.hosts.parameters(beginningWith: count), timeout: rules.timeout)
        count += 1
    }

    private func failed(_ attempt: ConnectionAttempt, _ error: PostgresError) {
        if attempt === patient {
            patient = fresh
        }
        fresh = nil
        if count < rules.hosts.count {
            launch()
        } else if patient == nil {
            cancel()
            fail(error)
        }
    }
}
