import NIOConcurrencyHelpers
import NIOCore

/// Tells all lanes of a client when one of them has found the database again.
///
/// Otherwise a lane in the middle of its pause would refuse requests after the others, and the readiness check, are served.
final class Reachability: Sendable {
    private struct WeakLane {
        weak let lane: Lane?
    }

    private let lanes = NIOLockedValueBox<[WeakLane]>([])

    func add(_ lane: Lane) {
        lanes.withLockedValue { $0.append(WeakLane(lane: lane)) }
    }

    func announce(from source: Lane) {
        for lane in lanes.withLockedValue({ $0.compactMap(\.lane) }) where lane !== source {
            lane.loop.execute { lane.databaseReachable() }
        }
    }
}
