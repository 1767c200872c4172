import HTTPTypes
import Logging
import NIOCore

/// Tells operators what became of each request: a metric, and a line in the log at the level `info`.
struct RequestObserver: Sendable {
    let metrics: RequestMetrics
    let logger: Logger

    func ended(_ exchange: Exchange) {
        metrics.ended(exchange)
        guard logger.logLevel <= .info else { return }
        logger.info(
            "Request",
            metadata: [
                "request_id": "\(exchange.requestID.map(\.description) ?? "")",
                "method": "\(exchange.method.rawValue)",
                // Not the path or the query, which are the client's to fill.
                "route": "\(exchange.route ?? "none")",
                "status": "\(exchange.isAnswered ? String(exchange.status) : "aborted")",
                "duration_ms": "\(Double(exchange.duration.nanoseconds / 1000) / 1000)",
            ]
        )
    }

    func rejected(status: Int) {
        metrics.rejected(status: status)
    }
}
