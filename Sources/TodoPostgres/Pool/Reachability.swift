import NIOConcurrencyHelpers
import NIOCore

/// What one lane of a client learns about the database and all of them need to know.
final class Reachability: Sendable {
    private struct WeakLane {
        weak let lane: Lane?
    }

    private let lanes = NIOLockedValueBox<[WeakLane]>([])

    func add(_ lane: Lane) {
        lanes.withLockedValue { $0.append(WeakLane(lane: lane)) }
    }

    /// A lane has found the database again.
    ///
    /// Otherwise a lane in the middle of its pause would refuse requests after the others, and the readiness check, are served.
    func announce(from source: Lane) {
        for lane in all where lane !== source { lane.loop.execute { lane.databaseReachable() } }
    }

    /// The server owes a lane an answer and is silent: the others find out before they need it whether it is to them.
    func announceSilence(from source: Lane) {
        for lane in all where lane !== source { lane.loop.execute { lane.probe() } }
    }

    /// The server that a lane is connected to takes no writes any more: reads there would miss what is written elsewhere.
    func announceReadOnlyServer() {
        for lane in all { lane.loop.execute { lane.leaveServer() } }
    }

    private var all: [Lane] { lanes.withLockedValue { $0.compactMap(\.lane) } }
}
