/// Decides when the issuer's keys are fetched.
///
/// Instants are durations since any fixed moment.
///
/// | event        | idle                                                           | fetching                               |
/// |--------------|----------------------------------------------------------------|----------------------------------------|
/// | `isDue`    | fetch, once the time has come                                  | nothing                                |
/// | `unknown`  | fetch and wait; refuse within a minute of the last such fetch  | wait for the fetch under way           |
/// | `fetched`  | —                                                              | idle; due after `max-age`, 1…60 min    |
/// | `failed`   | —                                                              | idle; due after 1, 2, 4… 60 s          |
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
    static let longestRetry = Duration.seconds(60)

    enum DueAction: Hashable {
        case fetch
        /// Ask again then.
        case sleep(until: Duration)
        /// Ask again when the fetch has ended.
        case awaitEnd
    }

    enum UnknownKeyAction: Hashable {
        /// Fetch, and look again when it has ended.
        case fetch
        /// Look again when the fetch under way has ended.
        case join
        /// The key does not exist, as far as can be known.
        case refuse
    }

    private enum State {
        case idle(due: Duration)
        case fetching
    }

    private var state: State
    private var lastDemand: Duration?
    private var failures = 0
    /// Whether there ever were keys; until then it is not the tokens' fault that none can be verified.
    private(set) var hasAnswered = false

    /// Fetches at once.
    init(now: Duration) {
        state = .idle(due: now)
    }

    /// The time may have come.
    mutating func isDue(now: Duration) -> DueAction {
        switch state {
        case .fetching: return .awaitEnd
        case .idle(let due) where now < due: return .sleep(until: due)
        case .idle:
            state = .fetching
            return .fetch
        }
    }

    /// A token names a key that is not known.
    mutating func unknown(now: Duration) -> UnknownKeyAction {
        switch state {
        case .fetching: return .join
        case .idle:
            if let lastDemand, now < lastDemand + Self.demandInterval { return .refuse }
            lastDemand = now
            state = .fetching
            return .fetch
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
