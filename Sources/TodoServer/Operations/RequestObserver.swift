import HTTPParsing
import HTTPTypes
import Logging
import NIOCore

/// Tells operators what became of each request: a metric, and a line in the log at the level `debug`.
final class RequestObserver: Sendable {
    let metrics: RequestMetrics
    let logger: Logger

    init(metrics: RequestMetrics, logger: Logger) {
        self.metrics = metrics
        self.logger = logger
    }

    func ended(_ exchange: Exchange) {
        metrics.ended(exchange)
        guard logger.logLevel <= .debug else { return }
        let trace = exchange.head.fields[.traceparent]
        var metadata = Logger.Metadata(request: exchange.requestID.description, traceParent: trace)
        metadata["method"] = "\(exchange.method.rawValue)"
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
