import CoreMetrics
import NIOCore
import NIOPosix

/// The lanes of one event loop.
final class LaneSet: Sendable {
    let loop: any EventLoop
    /// Point reads: few connections, deep pipelines, shared Syncs.
    let reads: Lane
    /// Lists: what takes long stays away from what is quick.
    let lists: Lane
    /// Writes: few connections, on which those that wait while others are committed share a transaction.
    let writes: Lane
    /// Writes that are transactions of their own, since each may wait for a lock.
    ///
    /// They are those that had no effect because of one or of what they shared a transaction with. Of those that lock the same row
    /// one waits for it at a time. `nil` where there is no connection for them.
    let patientWrites: Lane?
    /// Tells them when their sockets are ready.
    let watcher: any SocketWatcher

    var all: [Lane] { [reads, lists] + allWrites }
    var allWrites: [Lane] { [writes] + [patientWrites].compactMap(\.self) }

    /// What the lanes of all sets report together.
    struct Metrics: Sendable {
        let reads: LaneMetrics
        let lists: LaneMetrics
        let writes: LaneMetrics

        init(factory: any MetricsFactory) {
            reads = LaneMetrics(lane: "reads", factory: factory)
            lists = LaneMetrics(lane: "lists", factory: factory)
            writes = LaneMetrics(lane: "writes", factory: factory)
        }
    }

    /// How many lists are under way at most, and how few of these are left when as many are sent together as fit.
    ///
    /// What is left keeps the server at work meanwhile.
    private static let listsUnderWay = (most: 16, refill: 8)

    /// The most writes in a transaction: what one costs hardly falls any more, and not too many are repeated for an error in one.
    private static let sharedWrites = 32

    /// How long a write waits for a lock before it leaves those that it shares a transaction with.
    ///
    /// Longer than most transactions of other writes hold one, so that it is seldom in vain; and as short as nobody minds, since
    /// the others wait as well.
    private static let sharedLockTimeout = TimeAmount.milliseconds(20)

    /// Makes lanes that open at most `connections` together, at least 3.
    ///
    /// With 3 there is none to spare for writes that wait for locks, so each write is a transaction of its own.
    init(
        loop: any EventLoop,
        connections: Int,
        waiting: Int,
        idle: TimeAmount,
        metrics: Metrics,
        environment: Lane.Environment
    ) {
        self.loop = loop
        watcher = SystemSocketWatcher.make(for: loop)
        reads = Lane(
            name: "reads",
            loop: loop,
            limits: .init(connections: 1, depth: 256, waiting: waiting, idle: idle),
            metrics: metrics.reads,
            watcher: watcher,
            environment: environment
        )
        lists = Lane(
            name: "lists",
            loop: loop,
            limits: .init(
                connections: 1,
                depth: Self.listsUnderWay.most,
                refill: Self.listsUnderWay.refill,
                waiting: waiting,
                idle: idle
            ),
            metrics: metrics.lists,
            watcher: watcher,
            environment: environment
        )
        let sharing = min(4, (connections - 1) / 2)
        let patient = connections - 2 - sharing
        patientWrites =
            patient < 1
            ? nil
            : Lane(
                name: "patient writes",
                loop: loop,
                limits: .init(connections: patient, depth: 1, waiting: waiting, idle: idle),
                metrics: metrics.writes,
                watcher: watcher,
                environment: environment,
                waitsForLocks: true
            )
        writes = Lane(
            name: "writes",
            loop: loop,
            limits: .init(
                connections: sharing,
                depth: 1,
                batch: patientWrites == nil ? 1 : Self.sharedWrites,
                waiting: waiting,
                idle: idle
            ),
            metrics: metrics.writes,
            watcher: watcher,
            environment: environment,
            fallback: patientWrites.map { .init(lane: $0, lockTimeout: Self.sharedLockTimeout) }
        )
    }

    /// Refuses new queries, lets those under way finish for as long as `limit`, and lets go of everything; what has to wait for
    /// the kernel does so on `threads`.
    func shutDown(within limit: TimeAmount, closingOn threads: NIOThreadPool) -> EventLoopFuture<Void> {
        let drained = all.map { lane in
            let finished = loop.flatSubmit { lane.shutDown() }
            let deadline = loop.scheduleTask(in: limit) { lane.abort() }
            finished.whenComplete { _ in deadline.cancel() }
            return finished
        }
        return EventLoopFuture.andAllComplete(drained, on: loop).flatMap { [watcher] in watcher.close(on: threads) }
    }
}
