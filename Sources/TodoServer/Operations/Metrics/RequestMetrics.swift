import CoreMetrics
import HTTPTypes
import NIOCore

/// Counts requests and measures how long they take, by route, method and status.
///
/// Each event loop remembers where it reports to.
struct RequestMetrics: Sendable {
    /// What has a metric of its own.
    private struct Kind: Equatable {
        let status: Int?
        /// `nil` for one that is not HTTP's own: methods are the client's to choose, and each would be a metric more.
        let method: String?
        let route: String?
    }

    private let factory: any MetricsFactory
    /// In an array, since there are few kinds: several are compared faster than one is hashed.
    private let timers: LoopLocal<[(kind: Kind, timer: Timer)]>
    private let rejections: LoopLocal<[Int: Counter]>

    /// - Parameters:
    ///   - factory: makes the metrics.
    ///   - loops: where requests are answered.
    init(factory: any MetricsFactory, loops: [any EventLoop] = []) {
        self.factory = factory
        timers = LoopLocal(loops, [])
        rejections = LoopLocal(loops, [:])
    }

    func ended(_ exchange: Exchange) {
        let kind = Kind(
            status: exchange.isAnswered ? exchange.status : nil,
            method: exchange.request.method.isKnown ? exchange.request.method.rawValue : nil,
            route: exchange.route
        )
        let known = timers.withValue { timers in
            if let known = timers.first(where: { $0.kind == kind }) { return known.timer }
            let new = makeTimer(kind)
            timers.append((kind, new))
            return new
        }
        (known ?? makeTimer(kind)).recordNanoseconds(exchange.duration.nanoseconds)
    }

    /// A request was answered that never reached a route.
    func rejected(status: Int) {
        let known = rejections.withValue { $0.value(for: status, orInsert: makeCounter(status)) }
        (known ?? makeCounter(status)).increment()
    }

    private func makeTimer(_ kind: Kind) -> Timer {
        Timer(
            label: Metric.requestDuration.rawValue,
            dimensions: [
                ("method", kind.method ?? "other"),
                ("route", kind.route ?? "none"),
                ("status", kind.status.map(String.init) ?? "aborted"),
            ],
            factory: factory
        )
    }

    private func makeCounter(_ status: Int) -> Counter {
        Counter(label: Metric.rejectedRequests.rawValue, dimensions: [("status", String(status))], factory: factory)
    }
}

extension Dictionary {
    fileprivate mutating func value(for key: Key, orInsert new: @autoclosure () -> Value) -> Value {
        if let known = self[key] { return known }
        let new = new()
        self[key] = new
        return new
    }
}

extension HTTPRequest.Method {
    fileprivate var isKnown: Bool {
        switch self {
        case .get, .head, .post, .put, .patch, .delete, .options: true
        default: false
        }
    }
}
