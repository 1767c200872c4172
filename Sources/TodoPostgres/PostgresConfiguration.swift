public import NIOCore

/// How a ``PostgresClient`` reaches its database and how long it waits.
public struct PostgresConfiguration: Sendable {
    /// A libpq connection URL, which may hold a password, passed on whole (PostgreSQL manual, "Connection URIs").
    public var url: String
    /// The most connections, at least 3.
    public var poolSize: Int
    /// What stands between this client and the server.
    public var poolerMode = PoolerMode.auto
    /// How long a query may take altogether, waiting for a connection included.
    public var queryTimeout: TimeAmount = .seconds(15)
    /// How long one attempt to connect may take: longer than a query, whose own deadline is what counts while a sleeping database
    /// wakes.
    public var connectTimeout: TimeAmount = .seconds(20)
    /// The most queries of one kind that wait for a connection on one event loop; what exceeds it is refused at once.
    public var queueLimit = 512
    /// How long a connection may be unused before it is closed; hosted databases drop theirs after five minutes.
    public var idleTimeout: TimeAmount = .seconds(240)

    /// The defaults of the server; a smaller `poolSize` than 3 becomes 3, since reads, lists and writes need a connection each.
    public init(url: String, poolSize: Int = 16) {
        self.url = url
        self.poolSize = max(3, poolSize)
    }

    /// Why nothing can be reached by the URL as it stands, without quoting it; `nil` when it may be right.
    public var urlFault: String? { PGConnectionInfo.fault(in: url) }

    /// What the server is told to cancel a statement after: early enough that the answer arrives before `queryTimeout`.
    var statementTimeout: TimeAmount { .nanoseconds(queryTimeout.nanoseconds * 2 / 3) }

    /// Whether the URL asks for a server that takes writes, of which there may be another one than the one connected.
    var seeksPrimary: Bool {
        ["read-write", "primary"].contains(PGConnectionInfo.parse(url)["target_session_attrs"])
    }

    /// Keywords for `PQconnectStartParams`; what the URL says wins over what stands before it.
    var connectionParameters: [(keyword: String, value: String)] {
        [
            ("fallback_application_name", "todo"),
            ("keepalives_idle", "30"),
            ("keepalives_interval", "10"),
            ("keepalives_count", "3"),
            // Together with the nudges of a lane, this finds a peer that is gone, or a path that swallows what is sent.
            ("tcp_user_timeout", "3000"),
            ("dbname", url),
            // All text is UTF-8 in this program, whatever the URL or the database says.
            ("client_encoding", "UTF8"),
        ]
    }
}

/// Printing it, alone or as a part of something, shows nothing of the URL.
extension PostgresConfiguration: CustomStringConvertible, CustomReflectable {
    public var description: String { "PostgresConfiguration(poolSize: \(poolSize), poolerMode: \(poolerMode))" }

    public var customMirror: Mirror { Mirror(self, children: ["poolSize": poolSize, "poolerMode": poolerMode]) }
}
