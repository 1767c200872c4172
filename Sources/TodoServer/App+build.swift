import Hummingbird
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

/// What answers requests: the routes behind the edge.
typealias AppResponder = EdgeResponder<RouterResponder<AppRequestContext>>

/// The server, wired.
struct App: Sendable {
    let responder: AppResponder
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
        let readiness = ReadinessProbe(logger: parts.logger) { await keys.readiness.and(parts.readiness()) }
        let loops = Array(parts.eventLoopGroup.makeIterator())
        let authenticator = Authenticator(
            keys: keys,
            userIDClaim: authentication.userIDClaim,
            metrics: TokenMetrics(factory: parts.metrics),
            loops: loops
        )
        let responder = EdgeResponder(
            routes: router(server, authenticator, parts, readiness).buildResponder(),
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
            let routes = AdminRoutes(readiness: readiness, keys: keys, metrics: metrics)
            let responder = EdgeResponder(
                routes: router(routes).buildResponder(),
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
            services: services,
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: quiet(parts.logger)
        )
        configuration.maximumGracefulShutdownDuration = parts.drainTimeout
        return App(responder: responder, readiness: readiness, group: ServiceGroup(configuration: configuration))
    }

    private static func listener(
        _ responder: AppResponder,
        _ address: BindAddress,
        _ setting: Setting,
        _ connections: ConnectionCount,
        _ parts: Parts
    ) -> some Service {
        let hasBegun = ListeningFlag()
        let logger = quiet(parts.logger)
        let application = Application(
            responder: responder,
            server: HTTPServerBuilder { _ in
                HTTPServerChannel(
                    responder: responder,
                    limits: parts.limits,
                    openConnections: connections,
                    eventLoopGroup: parts.eventLoopGroup
                )
            },
            configuration: ApplicationConfiguration(
                address: address,
                serverName: nil,
                backlog: 1024,
                // Connections beyond the limit get an answer; should there be many of these at once, the rest waits in the
                // backlog.
                availableConnectionsDelegate: .maximum(parts.limits.connections + 64, logger: logger)
            ),
            onServerRunning: { [onListening = parts.onListening] channel in
                hasBegun.set()
                onListening(setting, channel)
            },
            eventLoopGroupProvider: .shared(parts.eventLoopGroup),
            logger: logger
        )
        return Listener(setting: setting, server: application, hasBegun: hasBegun)
    }

    /// Hummingbird speaks of what it does in sentences of its own; what matters of it is logged here.
    private static func quiet(_ logger: Logger) -> Logger {
        var logger = logger
        logger.logLevel = max(logger.logLevel, .warning)
        return logger
    }

    /// Every route there is, and what answers where there is none.
    static func router(
        _ server: ServerSettings,
        _ authenticator: Authenticator,
        _ parts: Parts,
        _ readiness: ReadinessProbe
    ) -> Router<AppRequestContext> {
        let router = Router(context: AppRequestContext.self)
        HealthRoutes(isReady: { await readiness.check() == .ready }).add(to: router)
        TaskRoutes(
            service: TaskService(store: parts.store),
            body: JSONBody(limit: server.maxBodyBytes),
            audit: AuditLog(logger: parts.logger)
        ).add(to: AuthenticatedRoutes(router, authenticator: authenticator, now: parts.now))
        DocumentationRoutes(APIDescription(maxBodyBytes: server.maxBodyBytes)).add(to: router)
        router.add(middleware: UnmatchedRequests(router))
        return router
    }

    private static func router(_ routes: AdminRoutes) -> Router<AppRequestContext> {
        let router = Router(context: AppRequestContext.self)
        routes.add(to: router)
        router.add(middleware: UnmatchedRequests(router))
        return router
    }
}
