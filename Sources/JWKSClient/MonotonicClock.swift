/// A clock whose instants are durations since it was made, so that what uses it need not be generic over clocks.
struct MonotonicClock: Sendable {
    /// The time since this was made.
    let now: @Sendable () -> Duration
    private let sleepUntil: @Sendable (Duration) async throws -> Void

    init<Base: Clock<Duration>>(_ base: Base) {
        let start = base.now
        now = { start.duration(to: base.now) }
        sleepUntil = { try await base.sleep(until: start.advanced(by: $0), tolerance: nil) }
    }

    /// Returns then, or when the task is cancelled.
    func sleep(until instant: Duration) async {
        try? await sleepUntil(instant)
    }
}
