import CoreMetrics
import JWKSClient
import PrometheusMetrics
import TodoCore
import TodoPostgres
import TodoSettings

/// Everything that `/metrics` tells: what was reported as it happened, and what is asked for when somebody reads.
struct MetricsReport: Sendable {
    let factory: PrometheusMetricsFactory
    let readiness: ReadinessProbe
    let keys: TrustedKeys
    let connections: ConnectionCount
    /// Has the store report what it does not report by itself.
    let reportStore: @Sendable () async -> Void
    /// How many lines of the log were lost so far.
    let droppedLogLines: @Sendable () -> Int

    /// In Prometheus' text format.
    func text() async -> String {
        await reportStore()
        set(.ready, await readiness.check() == .ready ? 1 : 0)
        set(.openConnections, Double(connections.value))
        set(.droppedLogLines, Double(droppedLogLines()))
        set(.buildInfo, 1, [("version", Version.current)])
        if let status = keys.issuer?.status {
            set(.keys, Double(status.keys.count))
            set(.keysFetched, Double(status.lastFetched?.microsecondsSinceEpoch ?? 0) / 1e6)
        }
        #if os(Linux)
        if let facts = await ProcessFacts.read() {
            set(.residentMemory, Double(facts.residentMemory))
            set(.virtualMemory, Double(facts.virtualMemory))
            set(.openDescriptors, Double(facts.openDescriptors))
            set(.mostDescriptors, Double(facts.mostDescriptors))
            set(.startTime, facts.startTime)
            set(.processorTime, facts.processorTime)
        }
        #endif
        return factory.text
    }

    private func set(_ metric: Metric, _ value: Double, _ dimensions: [(String, String)] = []) {
        Meter(label: metric.rawValue, dimensions: dimensions, factory: factory).set(value)
    }
}
