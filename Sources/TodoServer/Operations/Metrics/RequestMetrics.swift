import CoreMetrics
import NIOCore
import NIOHTTP1
import Synchronization

/// Counts requests and measures how long they take, by route, method and status.
final class RequestMetrics: Sendable {
    /// What has a metric of its own.
    private struct Kind: Hashable {
        let route: String?
        /// `nil` for one that is not HTTP's own: methods are the client's to choose, and each would be a metric more.
        let method: String?
        let status: Int?
    }

    private let factory: any MetricsFactory
    private let timers = Mutex<[Kind: Timer]>([:])
    private let rejections = Mutex<[Int: Counter]>([:])

    init(factory: any MetricsFactory) {
        self.factory = factory
    }

    func ended(_ exchange: Exchange) {
        timer(
            Kind(
                route: exchange.route,
                method: exchange.method.isKnown ? exchange.method.rawValue : nil,
                status: exchange.isAnswered ? exchange.status : nil
            )
        ).recordNanoseconds(exchange.duration.nanoseconds)
    }

    /// A request was answered that never reached a route.
    func rejected(status: Int) {
        rejections.withLock { rejections in
            if let known = rejections[status] { return known }
            let new = Counter(
                label: Metric.rejectedRequests.rawValue,
                dimensions: [("status", String(status))],
                factory: factory
            )
            rejections[status] = new
            return new
        }.increment()
    }

    private func timer(_ kind: Kind) -> Timer {
        timers.withLock { timers in
            if let known = timers[kind] { return known }
            let new = Timer(
                label: Metric.requestDuration.rawValue,
                dimensions: [
                    ("method", kind.method ?? "other"),
                    ("route", kind.route ?? "none"),
                    ("status", kind.status.map(String.init) ?? "aborted"),
                ],
                factory: factory
            )
            timers[kind] = new
            return new
        }
    }
}

extension HTTPMethod {
    fileprivate var isKnown: Bool {
        switch self {
        case .GET, .HEAD, .POST, .PUT, .PATCH, .DELETE, .OPTIONS: true
        default: false
        }
    }
}
