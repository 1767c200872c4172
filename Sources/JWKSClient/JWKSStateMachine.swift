/// Decides when the issuer's keys are fetched.
///
/// Instants are durations since any fixed moment; fetches are numbered from 1.
///
/// | event     | idle                                                            | fetching                               |
/// |-----------|-----------------------------------------------------------------|----------------------------------------|
/// | `next`    | fetch once the time has come, else sleep                        | —                                      |
/// | `unknown` | fetch and wait; refuse within a minute of the last such fetch   | wait for the fetch under way           |
/// | `fetched` | —                                                               | idle; due after `max-age`, 1…60 min    |
/// | `failed`  | —                                                               | idle; due after 1, 2, 4, 8, 10, 10… s  |
///
/// So there is one fetch at a time however many wait, and tokens with invented names cause one in a minute at most. A failed
/// fetch takes nothing away: the last good keys stay.
struct JWKSStateMachine: Sendable {
    /// How long keys are taken to be fresh when their issuer says nothing.
    static let period = Duration.seconds(600)
    /// The bounds of what the issuer may say.
    static let periods = Duration.seconds(60)...Duration.seconds(3600)
    /// The time between two fetches for unknown keys.
    static let demandInterval = Duration.seconds(60)
    /// The longest time between a failure and the next attempt.
    static let longestRetry = Duration.seconds(10)

    enum NextAction: Hashable {
        case fetch
        /// Ask again then, or when there have been more demands than these.
        case sleep(until: Duration, demands: Int)
    }

    enum UnknownKeyAction: Hashable {
        /// There is one more demand; look again when the fetch of this number has ended.
        case demand(awaiting: Int)
        /// Look again when the fetch of this number has ended.
        case join(awaiting: Int)
        /// The key does not exist, as far as can be known.
        case refuse
    }

    private enum State {
        case idle(due: Duration)
        case fetching
    }

    private var state: State
    private var begun = 0
    private var demands = 0
    private var lastDemand: Duration?
    private var failures = 0
    /// Whether there ever were keys; until then it is not the tokens' fault that none can be verified.
    private(set) var hasAnswered = false

    /// Fetches at once.
    init(now: Duration) {
        state = .idle(due: now)
    }

    /// What is to be done now, asked again after each thing done.
    mutating func next(now: Duration) -> NextAction {
        switch state {
        case .fetching: preconditionFailure("BUG: whoever fetches says how it ended before asking on")
        case .idle(let due) where now < due: return .sleep(until: due, demands: demands)
        case .idle:
            state = .fetching
            begun += 1
            return .fetch
        }
    }

    /// A token names a key that is not known.
    mutating func unknown(now: Duration) -> UnknownKeyAction {
        switch state {
        case .fetching: return .join(awaiting: begun)
        case .idle(let due) where due <= now: return .join(awaiting: begun + 1)
        case .idle:
            if let lastDemand, now < lastDemand + Self.demandInterval { return .refuse }
            lastDemand = now
            demands += 1
            state = .idle(due: now)
            return .demand(awaiting: begun + 1)
        }
    }

    /// The fetch under way has brought keys, which are to be used for `maxAge`, if their issuer said so.
    mutating func fetched(maxAge: Duration?, now: Duration) {
        hasAnswered = true
        failures = 0
        let period = maxAge.map { min(max($0, Self.periods.lowerBound), Self.periods.upperBound) } ?? Self.period
        state = .idle(due: now + period)
    }

    /// The fetch under way has brought nothing.
    mutating func failed(now: Duration) {
        failures += 1
        state = .idle(due: now + min(.seconds(1 << min(failures - 1, 6)), Self.longestRetry))
    }
}
