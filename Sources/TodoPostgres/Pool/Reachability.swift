import NIOConcurrencyHelpers
import NIOCore

/// What one lane of a client learns about the database and all of them need to know.
final class Reachability: Sendable {
    private struct WeakLane {
        weak let lane: Lane?
    }

    /// Whose session a connection has.
    private enum Session {
        case own
        /// One that seemed to be a pooler's after one that was the connection's own.
        case doubtful
        case pooled
    }

    private let lanes = NIOLockedValueBox<[WeakLane]>([])
    private let latestSession = NIOLockedValueBox<Session?>(nil)

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
        for lane in all { lane.loop.execute { lane.renew() } }
    }

    /// A connection has a session of its own.
    func hasOwnSession() {
        latestSession.withLockedValue { $0 = .own }
    }

    /// Another process seems to answer on a connection than the one that greeted.
    ///
    /// Where connections had sessions of their own, once may be a message that was damaged on the way. A connection that is taken
    /// for a pooler's costs more at every query, and nobody can ask what it is at work on.
    ///
    /// - Returns: whether that is to be believed.
    func believesInPooler() -> Bool {
        latestSession.withLockedValue { latest in
            latest = latest == .own ? .doubtful : .pooled
            return latest == .pooled
        }
    }

    private var all: [Lane] { lanes.withLockedValue { $0.compactMap(\.lane) } }
}
