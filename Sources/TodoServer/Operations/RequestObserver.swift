import HTTPParsing
import HTTPTypes
import Logging
import NIOCore

/// Tells operators what became of each request: a metric, and a line in the log at the level `debug`.
final class RequestObserver: Sendable {
    private let metrics: RequestMetrics
    /// `nil` where its level leaves requests out.
    private let logger: Logger?

    init(metrics: RequestMetrics, logger: Logger) {
        self.metrics = metrics
        self.logger = logger.logLevel <= .debug ? logger : nil
    }

    func ended(_ exchange: Exchange) {
        metrics.ended(exchange)
        guard let logger else { return }
        var metadata = exchange.request.metadata
        metadata["method"] = "\(exchange.request.method.rawValue)"
        // Not the path or the query, which are the client's to fill.
        metadata["route"] = "\(exchange.route ?? "none")"
        metadata["status"] = "\(exchange.isAnswered ? String(exchange.status) : "aborted")"
        metadata["duration_ms"] = "\(Double(exchange.duration.nanoseconds / 1000) / 1000)"
        logger.debug("Request", metadata: metadata)
    }

    func rejected(status: Int) {
        metrics.rejected(status: status)
    }
}
