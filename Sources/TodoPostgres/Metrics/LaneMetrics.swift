import CoreMetrics
import NIOCore

/// What the lanes of one kind report.
final class LaneMetrics: Sendable {
    /// What became of a query.
    fileprivate enum Outcome: String, CaseIterable {
        case answered
        /// The server refused the statement.
        case failed
        case overloaded
        /// Nothing was sent because the database is away.
        case unavailable
        case lost
        case timedOut = "timed_out"
        case cancelled
    }

    private let queries: [Outcome: Counter]
    private let duration: Timer
    private let connected: Counter
    private let notConnected: Counter
    private let lost: Counter
    private let open: Meter
    private let connecting: Meter
    private let retired: Meter
    private let waiting: Meter
    private let underWay: Meter

    init(lane: String, factory: any MetricsFactory) {
        let name = [("lane", lane)]
        queries = Dictionary(
            uniqueKeysWithValues: Outcome.allCases.map { outcome in
                (outcome, .init(.queries, name + [("outcome", outcome.rawValue)], factory))
            }
        )
        duration = Timer(label: PostgresMetric.queryDuration.rawValue, dimensions: name, factory: factory)
        connected = Counter(.connects, name + [("result", "connected")], factory)
        notConnected = Counter(.connects, name + [("result", "failed")], factory)
        lost = Counter(.connectionsLost, name, factory)
        open = Meter(.connections, name + [("state", "open")], factory)
        connecting = Meter(.connections, name + [("state", "connecting")], factory)
        retired = Meter(.connections, name + [("state", "retired")], factory)
        waiting = Meter(.waiting, name, factory)
        underWay = Meter(.underWay, name, factory)
    }

    func ended<Output>(_ result: Result<Output, PostgresError>, after time: TimeAmount) {
        queries[Outcome(result)]?.increment()
        duration.recordNanoseconds(time.nanoseconds)
    }

    func connectionOpened() { connected.increment() }
    func connectionFailed() { notConnected.increment() }
    func connectionLost() { lost.increment() }

    func set(_ statistics: LaneStatistics) {
        open.set(statistics.open)
        connecting.set(statistics.connecting)
        retired.set(statistics.retired)
        waiting.set(statistics.waiting)
        underWay.set(statistics.underWay)
    }
}

extension LaneMetrics.Outcome {
    fileprivate init<Output>(_ result: Result<Output, PostgresError>) {
        guard case .failure(let error) = result else {
            self = .answered
            return
        }
        self =
            switch error.code {
            case .connectionFailed, .unfit, .closed: .unavailable
            case .connectionLost, .protocolViolation: .lost
            case .timedOut: .timedOut
            case .overloaded: .overloaded
            case .cancelled: .cancelled
            case .server: .failed
            }
    }
}

extension Counter {
    fileprivate convenience init(
        _ metric: PostgresMetric,
        _ dimensions: [(String, String)],
        _ factory: any MetricsFactory
    ) {
        self.init(label: metric.rawValue, dimensions: dimensions, factory: factory)
    }
}

extension Meter {
    fileprivate convenience init(
        _ metric: PostgresMetric,
        _ dimensions: [(String, String)],
        _ factory: any MetricsFactory
    ) {
        self.init(label: metric.rawValue, dimensions: dimensions, factory: factory)
    }
}
