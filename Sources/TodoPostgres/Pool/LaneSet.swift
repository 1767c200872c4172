import NIOCore

/// The lanes of one event loop.
struct LaneSet: Sendable {
    /// Point reads: few connections, deep pipelines, shared Syncs.
    let reads: Lane
    /// Lists: what takes long stays away from what is quick.
    let lists: Lane
    /// Writes: many connections, because each commit waits for its own flush to disk.
    let writes: Lane

    var all: [Lane] { [reads, lists, writes] }

    /// Makes lanes that open at most `connections` together, at least 3.
    init(loop: any EventLoop, connections: Int, waiting: Int, idle: TimeAmount, environment: Lane.Environment) {
        reads = Lane(
            name: "reads",
            loop: loop,
            limits: .init(connections: 1, depth: 256, waiting: waiting, idle: idle),
            environment: environment
        )
        lists = Lane(
            name: "lists",
            loop: loop,
            limits: .init(connections: 1, depth: 8, waiting: waiting, idle: idle),
            environment: environment
        )
        writes = Lane(
            name: "writes",
            loop: loop,
            limits: .init(connections: max(1, connections - 2), depth: 1, waiting: waiting, idle: idle),
            environment: environment
        )
    }
}
