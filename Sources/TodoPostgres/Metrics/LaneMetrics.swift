import CoreMetrics
import NIOCore

/// What the lanes of one kind report.
final class LaneMetrics: Sendable {
    /// Why a query was not answered.
    fileprivate enum Failure: String, CaseIterable {
        /// The server refused the statement.
        case failed
        case overloaded
        /// Nothing was sent because the database is away.
        case unavailable
        case lost
        case timedOut = "timed_out"
        case cancelled
    }

    private let answered: Counter
    private let failures: [Failure: Counter]
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
        answered = Counter(.queries, name + [("outcome", "answered")], factory)
        failures = Dictionary(
            uniqueKeysWithValues: Failure.allCases.map { failure in
                (failure, .init(.queries, name + [("outcome", failure.rawValue)], factory))
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

    func queryAnswered(after time: TimeAmount) {
        answered.increment()
        duration.recordNanoseconds(time.nanoseconds)
    }

    func queryFailed(_ error: PostgresError, after time: TimeAmount) {
        failures[Failure(error)]?.increment()
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

extension LaneMetrics.Failure {
    fileprivate init(_ error: PostgresError) {
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
