/// The names under which a ``PostgresClient`` reports to swift-metrics, in Prometheus' spelling.
public enum PostgresMetric: String, CaseIterable, Sendable {
    /// A counter of queries that ended, with `lane` and `outcome`.
    case queries = "todo_database_queries_total"
    /// A timer with `lane`; swift-metrics is handed nanoseconds.
    case queryDuration = "todo_database_query_duration_seconds"
    /// A counter with `lane` and `result` (`connected`, `failed`).
    case connects = "todo_database_connects_total"
    /// A counter with `lane`.
    case connectionsLost = "todo_database_connections_lost_total"
    /// A meter with `lane` and `state` (`open`, `connecting`, `retired`), set by ``PostgresClient/reportStatistics()``.
    case connections = "todo_database_connections"
    /// A meter with `lane`, set likewise.
    case waiting = "todo_database_queries_waiting"
    /// A meter with `lane`, set likewise.
    case underWay = "todo_database_queries_in_flight"

    /// What it means, in a sentence.
    public var help: String {
        switch self {
        case .queries: "Queries by lane and by what became of them."
        case .queryDuration: "Time from a query's submission to its answer, its wait for a connection included."
        case .connects: "Attempts to connect, by lane and by whether a connection came of it that serves."
        case .connectionsLost: "Connections that ended without this client's wish."
        case .connections: "Connections by lane and state; a retired one owes an answer and gets no more queries."
        case .waiting: "Queries that wait for a connection."
        case .underWay: "Queries that were sent and are not answered."
        }
    }
}
