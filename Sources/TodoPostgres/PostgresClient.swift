public import CoreMetrics
public import Logging
public import NIOCore
import NIOPosix
public import ServiceLifecycle
import TodoCore

/// A pooled, pipelined, asynchronous client for the tasks database.
///
/// Connections live on the event loops of the group that is passed in; a query made from a task that runs on such a loop is
/// sent and answered there, without a change of thread. Connections are opened on demand, so a client may be used before
/// ``run()`` is called and while the database is down.
///
/// Cancelling a task that waits for a query ends the wait at once; a write that was already sent may still happen.
public final class PostgresClient: Service {
    private let configuration: PostgresConfiguration
    private let sets: [LaneSet]
    private let threads: NIOThreadPool

    /// - Parameters:
    ///   - configuration: which database, and how many connections to it.
    ///   - eventLoopGroup: where the connections live.
    ///   - logger: told when the database goes away and comes back.
    ///   - metrics: where ``PostgresMetric``s go.
    public init(
        _ configuration: PostgresConfiguration,
        eventLoopGroup: any EventLoopGroup,
        logger: Logger,
        metrics: any MetricsFactory = MetricsSystem.factory
    ) {
        self.configuration = configuration
        // Two threads suffice: a step of connecting blocks only while a name is resolved or a key is derived.
        threads = NIOThreadPool(numberOfThreads: 2)
        threads.start()
        let environment = Lane.Environment(
            race: ConnectionRace.Rules(
                parameters: configuration.connectionParameters,
                hosts: HostOrder(url: configuration.url),
                timeout: configuration.connectTimeout,
                urlFault: configuration.urlFault
            ),
            poolerMode: configuration.poolerMode,
            leavesReadOnlyServers: configuration.seeksPrimary,
            statementTimeout: configuration.statementTimeout,
            threads: threads,
            reachability: Reachability(),
            logger: logger
        )
        let metrics = LaneSet.Metrics(factory: metrics)
        let loops = Array(eventLoopGroup.makeIterator())
        // Every set needs a connection of each kind and more than one for writes, so few connections serve few loops.
        let count = min(loops.count, max(1, configuration.poolSize / 4))
        sets = loops.prefix(count).enumerated().map { index, loop in
            let share = configuration.poolSize / count + (index < configuration.poolSize % count ? 1 : 0)
            return LaneSet(
                loop: loop,
                connections: share,
                waiting: configuration.queueLimit,
                idle: configuration.idleTimeout,
                metrics: metrics,
                environment: environment
            )
        }
    }

    /// Opens the first connections and keeps the pool until the surrounding service group shuts down gracefully or the task is
    /// cancelled; then lets what is under way finish, for five seconds at most.
    ///
    /// Never throws, also while the database is down; that it may is the protocol's.
    public func run() async throws {
        for set in sets {
            set.loop.execute {
                for lane in set.all { lane.start() }
                set.reads.warmUp()
            }
        }
        try? await gracefulShutdown()
        await shutDown(within: .seconds(5))
    }

    /// Refuses new queries, lets those under way finish for as long as `limit`, and closes every connection.
    ///
    /// For whoever does not use ``run()``. Cancelling the task does not shorten it.
    public func shutDown(within limit: TimeAmount) async {
        let closed = sets.map { $0.shutDown(within: limit, closingOn: threads) }
        if let loop = sets.first?.loop { try? await EventLoopFuture.andAllComplete(closed, on: loop).get() }
        try? await threads.shutdownGracefully()
    }

    /// Reports how many connections there are and how many queries wait, which is not reported by itself.
    ///
    /// To be called when the metrics are read.
    public func reportStatistics() async {
        for lanes in [sets.map(\.reads), sets.map(\.lists), sets.flatMap(\.allWrites)] {
            var sum = LaneStatistics()
            for lane in lanes {
                let statistics = try? await lane.loop.submit { lane.statistics }.get()
                sum = sum + (statistics ?? LaneStatistics())
            }
            lanes.first?.metrics.set(sum)
        }
    }

    /// Lets the connections there are answer what they owe, and sends what follows on new ones, if they may serve.
    func replaceConnections() {
        for set in sets {
            set.loop.execute { for lane in set.all { lane.renew() } }
        }
    }

    // MARK: Queries

    enum Kind {
        case read
        case list
        case write
    }

    /// Runs one statement in a transaction of its own, or in one that reads share with reads, or writes with writes.
    ///
    /// `identity` is the user whose rows it may see and change; without one it sees none. `lock` is what it locks
    /// meanwhile.
    @inline(never)
    func query<Output: Sendable>(
        _ kind: Kind,
        _ statement: Statement,
        _ parameters: [PostgresValue],
        as identity: UserID? = nil,
        locking lock: RowLock = .none,
        decode: @escaping @Sendable (borrowing PGResult) throws(PostgresError) -> Output
    ) async throws(PostgresError) -> Output {
        let lane = lane(kind)
        let started = NIODeadline.now()
        let deadline = started + configuration.queryTimeout
        // Read only where there is no error, so that rows which come after a cancelling disturb nobody.
        var output: Output?
        let query = PendingQuery(statement, parameters, identity: identity, lock: lock, deadline: deadline) {
            result throws(PostgresError) in
            output = try decode(result)
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                lane.submit(query) { continuation.resume() }
            }
        } onCancel: {
            lane.loop.execute { lane.cancel(query) }
        }
        // Not in this function itself, whose frame lives as long as the query.
        @inline(never) func answer() throws(PostgresError) -> Output {
            let time = NIODeadline.now() - started
            do throws(PostgresError) {
                let output = try query.answer(&output)
                lane.metrics.queryAnswered(after: time)
                return output
            } catch {
                lane.metrics.queryFailed(error, after: time)
                throw error
            }
        }
        return try answer()
    }

    /// The lane on the loop that the calling task runs on, where there is one.
    private func lane(_ kind: Kind) -> Lane {
        let set =
            sets.count == 1
            ? sets[0] : sets.first { $0.loop.inEventLoop } ?? sets[Int.random(in: sets.indices)]
        switch kind {
        case .read: return set.reads
        case .list: return set.lists
        case .write: return set.writes
        }
    }
}
