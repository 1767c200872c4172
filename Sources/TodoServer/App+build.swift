import HummingbirdCore
import JWKSClient
import Logging
import NIOCore
import PrometheusMetrics
import ServiceLifecycle
import TodoCore
import TodoPostgres
import TodoSettings
import UnixSignals

/// The server, wired.
struct App: Sendable {
    let responder: EdgeResponder
    let readiness: ReadinessProbe
    /// Stands until the process is told to stop; ends by itself when everything is closed.
    let group: ServiceGroup
}

extension App {
    /// Serves until the process is told to stop, or this task is cancelled.
    ///
    /// - Throws: why it cannot listen, or why one of its services failed.
    func run() async throws {
        try await group.run()
    }

    /// What the server is made of, besides its settings.
    struct Parts: Sendable {
        var store: TaskStore
        /// Asks whether the store can serve requests now.
        var readiness: @Sendable () async -> Readiness = { .ready }
        /// Where metrics are gathered.
        var metrics = PrometheusMetricsFactory(Metric.descriptions)
        /// Has the store report what it does not report by itself.
        var reportStore: @Sendable () async -> Void = {}
        /// How many lines of the log were lost so far.
        var droppedLogLines: @Sendable () -> Int = { 0 }
        /// What runs as long as the server does, and is shut down after it.
        var services: [any Service] = []
        var eventLoopGroup: any EventLoopGroup
        /// Asks an issuer for its keys; `nil` stands for the real one.
        var fetchKeys: JWKSSource.Fetch?
        var now: @Sendable () -> Timestamp = { .wallClock }
        var limits = HTTPLimits()
        var logger: Logger
        /// How long requests in flight may take at a shutdown.
        var drainTimeout: Duration = .seconds(20)
        /// Told once the server listens, and once the admin listener does, with the setting that gave the port.
        var onListening: @Sendable (Setting, any Channel) -> Void = { _, _ in }
        /// Told once all that is done at the start is done.
        var onStarted: @Sendable () -> Void = {}
    }

    static func build(
        _ server: ServerSettings,
        _ authentication: AuthenticationSettings,
        _ parts: Parts
    ) -> App {
        let keys = TrustedKeys(
            authentication,
            fetch: parts.fetchKeys ?? JWKSClient(eventLoopGroup: parts.eventLoopGroup).fetch,
            now: parts.now,
            logger: parts.logger
        )
        let readiness = ReadinessProbe(logger: parts.logger, onFirstAnswer: parts.onStarted) {
            await keys.readiness.and(parts.readiness())
        }
        let loops = Array(parts.eventLoopGroup.makeIterator())
        let authenticator = Authenticator(
            keys: keys,
            userIDClaim: authentication.userIDClaim,
            metrics: TokenMetrics(factory: parts.metrics),
            loops: loops
        )
        let responder = EdgeResponder(
            routes: routes(server, authenticator, parts, readiness),
            cors: CORS(server.allowedOrigins),
            logger: parts.logger,
            observer: RequestObserver(
                metrics: RequestMetrics(factory: parts.metrics, loops: loops),
                logger: parts.logger
            )
        )
        let connections = ConnectionCount()
        var services = parts.services
        if let issuer = keys.issuer { services.append(issuer) }
        // Operators are answered as long as anything runs.
        if let adminPort = server.adminPort {
            let metrics = MetricsReport(
                factory: parts.metrics,
                readiness: readiness,
                keys: keys,
                connections: connections,
                reportStore: parts.reportStore,
                droppedLogLines: parts.droppedLogLines
            )
            let responder = EdgeResponder(
                routes: AdminRoutes(readiness: readiness, keys: keys, metrics: metrics).routes,
                cors: CORS(.only([])),
                logger: parts.logger
            )
            services.append(
                listener(responder, .hostname("127.0.0.1", port: adminPort), .adminPort, ConnectionCount(), parts)
            )
        }
        services.append(listener(responder, .hostname(server.host, port: server.port), .port, connections, parts))
        services.append(readiness)
        var configuration = ServiceGroupConfiguration(
            services: services.map { .init(service: $0, failureTerminationBehavior: .gracefullyShutdownGroup) },
            gracefulShutdownSignals: [.sigterm, .sigint, .sighup],
            logger: quiet(parts.logger)
        )
        configuration.maximumGracefulShutdownDuration = parts.drainTimeout
        return App(responder: responder, readiness: readiness, group: ServiceGroup(configuration: configuration))
    }

    private static func listener(
        _ responder: EdgeResponder,
        _ address: BindAddress,
        _ setting: Setting,
        _ connections: ConnectionCount,
        _ parts: Parts
    ) -> some Service {
        let hasBegun = ListeningFlag()
        let logger = quiet(parts.logger)
        let server = Server(
            childChannelSetup: HTTPServerChannel(
                responder: responder,
                limits: parts.limits,
                openConnections: connections,
                eventLoopGroup: parts.eventLoopGroup
            ),
            configuration: ServerConfiguration(
                address: address,
                backlog: 1024,
                // Connections beyond the limit get an answer; should there be many of these at once, the rest waits in the
                // backlog.
                availableConnectionsDelegate: MaximumAvailableConnections(parts.limits.connections + 64, logger: logger)
            ),
            onServerRunning: { [onListening = parts.onListening] channel in
                hasBegun.set()
                onListening(setting, channel)
            },
            eventLoopGroup: parts.eventLoopGroup,
            logger: logger
        )
        return Listener(setting: setting, server: server, hasBegun: hasBegun)
    }

    /// Hummingbird speaks of what it does in sentences of its own; what matters of it is logged here.
    private static func quiet(_ logger: Logger) -> Logger {
        var logger = logger
        logger.logLevel = max(logger.logLevel, .warning)
        return logger
    }

    /// Every route there is.
    static func routes(
        _ server: ServerSettings,
        _ authenticator: Authenticator,
        _ parts: Parts,
        _ readiness: ReadinessProbe
    ) -> [Route] {
        let health = HealthRoutes(isReady: { await readiness.check() == .ready })
        let tasks = TaskRoutes(
            service: TaskService(store: parts.store),
            body: JSONBody(limit: server.maxBodyBytes),
            audit: AuditLog(logger: parts.logger)
        )
        let documentation = DocumentationRoutes(APIDescription(maxBodyBytes: server.maxBodyBytes))
        return health.routes
            + tasks.routes(AuthenticatedRoutes(authenticator: authenticator, now: parts.now))
            + documentation.routes
    }
}
