import NIOCore
import NIOPosix

/// Attempts to connect, of which the first to succeed counts: does what its state machine says.
///
/// Confined to `loop`.
final class ConnectionRace {
    struct Rules: Sendable {
        let parameters: [(keyword: String, value: String)]
        let hosts: HostOrder
        /// How long the race may take.
        let timeout: TimeAmount
        /// Why there is no need to try.
        let urlFault: String?

        /// Every host gets a fresh attempt in each half second.
        var interval: TimeAmount { .nanoseconds(500_000_000 / Int64(hosts.count)) }
    }

    private let loop: any EventLoop
    private let threads: NIOThreadPool
    private let watcher: any SocketWatcher
    private let rules: Rules
    private let succeed: (consuming PGConnection) -> Void
    private let fail: (PostgresError) -> Void
    private var machine: ConnectionRaceStateMachine
    private var attempts: [ConnectionRaceStateMachine.AttemptID: ConnectionAttempt] = [:]
    private var interval: Scheduled<Void>?
    private var end: Scheduled<Void>?

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
        machine = ConnectionRaceStateMachine(hostCount: rules.hosts.count)
    }

    func start() {
        if let fault = rules.urlFault {
            return loop.assumeIsolated().execute { [fail] in fail(.connectionFailed(fault)) }
        }
        scheduleInterval()
        end = loop.assumeIsolated().scheduleTask(in: rules.timeout) { [weak self] in
            self?.cancel()
            self?.fail(.connectionFailed("no connection within the time allowed"))
        }
        perform(machine.start())
    }

    /// Ends the race without a callback.
    func cancel() {
        stopTimers()
        for id in machine.end() { attempts.removeValue(forKey: id)?.cancel() }
    }

    private func scheduleInterval() {
        interval = loop.assumeIsolated().scheduleTask(in: rules.interval) { [weak self] in
            guard let self else { return }
            self.scheduleInterval()
            self.perform(self.machine.intervalPassed())
        }
    }

    private func stopTimers() {
        interval?.cancel()
        end?.cancel()
    }

    private func perform(_ action: ConnectionRaceStateMachine.Action, after error: PostgresError? = nil) {
        switch action {
        case .none: break
        case .begin(let id, let abandoned):
            if let abandoned { attempts.removeValue(forKey: abandoned)?.cancel() }
            begin(id)
        case .fail:
            stopTimers()
            fail(error ?? .connectionFailed("no host can be reached"))
        }
    }

    private func begin(_ id: ConnectionRaceStateMachine.AttemptID) {
        let attempt = ConnectionAttempt(
            loop: loop,
            threads: threads,
            watcher: watcher,
            succeed: { connection in
                self.attempts[id] = nil
                self.cancel()
                self.succeed(connection)
            },
            fail: { error in
                self.attempts[id] = nil
                self.perform(self.machine.failed(id), after: error)
            }
        )
        attempts[id] = attempt
        attempt.start(rules.parameters + rules.hosts.parameters(beginningWith: id))
    }
}
