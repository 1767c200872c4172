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
    /// Writes: many connections, because each commit waits for its own flush to disk.
    let writes: Lane
    /// Tells them when their sockets are ready.
    let watcher: any SocketWatcher

    var all: [Lane] { [reads, lists, writes] }

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

    /// Makes lanes that open at most `connections` together, at least 3.
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
            limits: .init(connections: 1, depth: 8, waiting: waiting, idle: idle),
            metrics: metrics.lists,
            watcher: watcher,
            environment: environment
        )
        writes = Lane(
            name: "writes",
            loop: loop,
            limits: .init(connections: max(1, connections - 2), depth: 1, waiting: waiting, idle: idle),
            metrics: metrics.writes,
            watcher: watcher,
            environment: environment
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
