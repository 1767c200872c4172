import PrometheusMetrics
import TodoPostgres

/// The names of the metrics that the server makes itself.
enum Metric: String, CaseIterable {
    case requestDuration = "http_server_request_duration_seconds"
    case rejectedRequests = "http_server_rejected_requests_total"
    case openConnections = "http_server_open_connections"
    case ready = "todo_ready"
    case buildInfo = "todo_build_info"
    case droppedLogLines = "todo_log_dropped_lines_total"
    case tokenVerifications = "todo_token_verifications_total"
    case keys = "todo_jwks_keys"
    case keysFetched = "todo_jwks_fetched_timestamp_seconds"
    case processorTime = "process_cpu_seconds_total"
    case residentMemory = "process_resident_memory_bytes"
    case virtualMemory = "process_virtual_memory_bytes"
    case openDescriptors = "process_open_fds"
    case mostDescriptors = "process_max_fds"
    case startTime = "process_start_time_seconds"

    private var help: String {
        switch self {
        case .requestDuration:
            "Time from a request's head to the end of its answer; status is aborted when the answer did not get that far."
        case .rejectedRequests:
            "Requests that never reached a route: malformed, too slow, or over a connection that was one too many."
        case .openConnections: "Connections of clients that are open."
        case .ready: "1 when requests for tasks would be served, as /ready has it."
        case .buildInfo: "1, with the version of this build."
        case .droppedLogLines: "Lines of the log that were dropped because its reader did not keep up."
        case .tokenVerifications: "Tokens judged, by result, and whether they were remembered."
        case .keys: "Keys of the issuer that tokens are verified with."
        case .keysFetched: "When the issuer's keys were last fetched, in seconds since 1970."
        case .processorTime: "Processor time of this process."
        case .residentMemory: "Memory of this process that is resident."
        case .virtualMemory: "Memory that is mapped into this process."
        case .openDescriptors: "Open file descriptors of this process."
        case .mostDescriptors: "How many file descriptors this process may have."
        case .startTime: "When this process started, in seconds since 1970."
        }
    }

    /// Of everything that is told, the database client's metrics included.
    static var descriptions: [String: PrometheusMetricsFactory.Description] {
        var descriptions = PostgresMetric.allCases.reduce(into: [:]) { descriptions, metric in
            descriptions[metric.rawValue] = PrometheusMetricsFactory.Description(metric.help)
        }
        for metric in allCases { descriptions[metric.rawValue] = PrometheusMetricsFactory.Description(metric.help) }
        return descriptions
    }
}
