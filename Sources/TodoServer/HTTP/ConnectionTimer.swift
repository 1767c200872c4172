import NIOCore

/// A connection's timer, which fires no later than asked for.
///
/// It is left as it is where it fires sooner, and armed again then: deadlines move with every request, the timer seldom.
struct ConnectionTimer {
    private var armed: (due: NIODeadline, scheduled: Scheduled<Void>)?

    /// Whether it fires at the deadline or sooner.
    func fires(by deadline: NIODeadline) -> Bool {
        armed.map { $0.due <= deadline } ?? false
    }

    /// Has it fire at the deadline, and not when it was to fire before.
    mutating func arm(_ deadline: NIODeadline, on loop: any EventLoop, _ fire: @escaping @Sendable () -> Void) {
        cancel()
        armed = (deadline, loop.scheduleTask(deadline: deadline, fire))
    }

    mutating func hasFired() {
        armed = nil
    }

    mutating func cancel() {
        armed?.scheduled.cancel()
        armed = nil
    }
}
