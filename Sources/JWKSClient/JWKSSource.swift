package import Logging
import NIOConcurrencyHelpers
import ServiceLifecycle
import Synchronization
package import TodoCore
package import TodoTokens

/// An issuer's keys, kept current for as long as the service runs.
///
/// They are fetched at the start, again when they have been used for as long as their issuer says, and when a token names an
/// unknown one. What was fetched is used until something better comes: a fetch that fails, or brings no usable key, takes
/// nothing away. ``JWKSStateMachine`` decides; this does.
package final class JWKSSource: Service {
    package typealias Fetch = @Sendable (JWKSURL) async throws(JWKSError) -> JWKSAnswer

    /// What tokens are verified with at one moment.
    package struct Snapshot: Sendable {
        package let keySet: KeySet
        /// Grows whenever keys have changed, and never else.
        package let generation: Int
        /// Whether the issuer ever answered with keys.
        package let hasAnswered: Bool

        package init(keySet: KeySet, generation: Int, hasAnswered: Bool) {
            self.keySet = keySet
            self.generation = generation
            self.hasAnswered = hasAnswered
        }
    }

    /// How long a request waits for a fetch.
    static let longestWait = Duration.seconds(5)

    private struct State {
        var machine: JWKSStateMachine
        var snapshot: Snapshot
        var status: JWKSStatus
        var isFailing = false
    }

    private let url: JWKSURL
    private let fetch: Fetch
    private let keySet: @Sendable ([VerificationKey]) -> KeySet
    private let clock: MonotonicClock
    private let now: @Sendable () -> Timestamp
    private let log: JWKSLog
    private let state: NIOLockedValueBox<State>
    private let currentGeneration = Atomic<Int>(0)
    private let demands = EventCount()
    private let ends = EventCount()

    /// - Parameters:
    ///   - url: where the issuer publishes its keys.
    ///   - fetch: asks there, as ``JWKSClient/fetch(_:)`` does; it must end by itself.
    ///   - keySet: makes of the issuer's keys what tokens are verified with; it may add keys of others.
    ///   - clock: what periods are measured with.
    ///   - now: the time of day, for the status.
    ///   - logger: told of changes: of keys, and between failure and success.
    package init(
        url: JWKSURL,
        fetch: @escaping Fetch,
        keySet: @escaping @Sendable ([VerificationKey]) -> KeySet,
        clock: some Clock<Duration> = ContinuousClock(),
        now: @escaping @Sendable () -> Timestamp,
        logger: Logger
    ) {
        self.url = url
        self.fetch = fetch
        self.keySet = keySet
        self.clock = MonotonicClock(clock)
        self.now = now
        log = JWKSLog(url: url, logger: logger)
        state = NIOLockedValueBox(
            State(
                machine: JWKSStateMachine(now: self.clock.now()),
                snapshot: Snapshot(keySet: keySet([]), generation: 0, hasAnswered: false),
                status: JWKSStatus(url: url)
            )
        )
    }

    /// What tokens are verified with now.
    package var snapshot: Snapshot { state.withLockedValue { $0.snapshot } }

    /// The generation of ``snapshot``, read without a lock: requests ask at every token whether keys are still the same.
    package var generation: Int { currentGeneration.load(ordering: .acquiring) }

    /// How it stands now.
    package var status: JWKSStatus { state.withLockedValue { $0.status } }

    /// Keeps the keys current until the task is cancelled or its service group shuts down.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                switch self.state.withLockedValue({ $0.machine.next(now: self.clock.now()) }) {
                case .fetch: await self.fetchOnce()
                case .sleep(let due, let demands): await self.wait(for: demands + 1, of: self.demands, until: due)
                }
            }
        }
        ends.finish()
    }

    /// Has the keys fetched because a token names one that is not known, and returns when it is worth looking again.
    ///
    /// However many wait, there is one fetch; within a minute of the last one that an unknown key caused there is none, and
    /// this returns at once. Otherwise it returns when the fetch has ended, well or not, when the task is cancelled, or after
    /// 5 seconds.
    package func refetch() async {
        let now = clock.now()
        switch state.withLockedValue({ $0.machine.unknown(now: now) }) {
        case .refuse: break
        case .join(let number): await wait(for: number, of: ends, until: now + Self.longestWait)
        case .demand(let number):
            demands.advance()
            await wait(for: number, of: ends, until: now + Self.longestWait)
        }
    }

    private func wait(for count: Int, of event: EventCount, until deadline: Duration) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await event.wait(for: count) }
            group.addTask { [clock] in await clock.sleep(until: deadline) }
            await group.next()
            group.cancelAll()
        }
    }

    private func fetchOnce() async {
        do throws(JWKSError) {
            let answer = try await fetch(url)
            noteSkipped(answer.keySet.skipped)
            guard !answer.keySet.keys.isEmpty else { throw .noUsableKey(entries: answer.keySet.skipped.count) }
            succeed(answer)
        } catch {
            fail(error)
        }
        ends.advance()
    }

    private func noteSkipped(_ skipped: [JSONWebKeySet.Skipped]) {
        let isNew = state.withLockedValue { state in
            defer { state.status.skipped = skipped }
            return state.status.skipped != skipped
        }
        if isNew { log.skipped(skipped) }
    }

    private func succeed(_ answer: JWKSAnswer) {
        let keys = answer.keySet.keys
        let (before, hadFailed) = state.withLockedValue { state in
            defer {
                state.machine.fetched(maxAge: answer.maxAge, now: clock.now())
                let changes = state.status.keys.isSame(as: keys) ? 0 : 1
                state.snapshot = Snapshot(
                    keySet: keySet(keys),
                    generation: state.snapshot.generation + changes,
                    hasAnswered: true
                )
                currentGeneration.store(state.snapshot.generation, ordering: .releasing)
                state.status.keys = keys
                state.status.lastFetched = now()
                state.isFailing = false
            }
            return (state.status.keys, state.isFailing)
        }
        if hadFailed { log.recovered() }
        if !before.isSame(as: keys) { log.changed(from: before, to: keys) }
    }

    private func fail(_ error: JWKSError) {
        let isNew = state.withLockedValue { state in
            defer {
                state.machine.failed(now: clock.now())
                if error != .cancelled {
                    state.status.lastFailure = JWKSStatus.Failure(time: now(), error: error)
                    state.isFailing = true
                }
            }
            return error != .cancelled && !(state.isFailing && state.status.lastFailure?.error == error)
        }
        if isNew { log.failed(error, hasKeys: snapshot.hasAnswered) }
    }
}

extension [VerificationKey] {
    /// Whether these are the same keys, in whatever order.
    fileprivate func isSame(as other: [VerificationKey]) -> Bool {
        count == other.count && allSatisfy(other.contains)
    }
}
