import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle
import TodoCore
import TodoSettings
import UnixSignals

/// What answers requests: the routes behind the edge.
typealias AppResponder = EdgeResponder<RouterResponder<AppRequestContext>>

/// The server, wired.
struct App: Sendable {
    let responder: AppResponder
    let drain: Drain
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
        /// Whether the store can serve requests now.
        var isReady: @Sendable () async -> Bool = { true }
        /// What runs as long as the server does, and is shut down after it.
        var services: [any Service] = []
        var eventLoopGroup: any EventLoopGroup
        var now: @Sendable () -> Timestamp = { .wallClock }
        var limits = HTTPLimits()
        var logger: Logger
        /// How long requests in flight may take at a shutdown.
        var drainTimeout: Duration = .seconds(20)
        /// Told once the server listens.
        var onListening: @Sendable (any Channel) -> Void = { _ in }
    }

    static func build(
        _ server: ServerSettings,
        _ authentication: AuthenticationSettings,
        _ parts: Parts
    ) -> App {
        let drain = Drain()
        let router = router(server, authentication, parts, drain)
        let responder = EdgeResponder(
            routes: router.buildResponder(),
            cors: CORS(server.allowedOrigins),
            logger: parts.logger
        )

        // Hummingbird speaks of what it does in sentences of its own; what matters of it is logged here.
        var quietLogger = parts.logger
        quietLogger.logLevel = max(parts.logger.logLevel, .warning)
        let application = Application(
            responder: responder,
            server: HTTPServerBuilder { _ in
                HTTPServerChannel(responder: responder, limits: parts.limits, eventLoopGroup: parts.eventLoopGroup)
            },
            configuration: ApplicationConfiguration(
                address: .hostname(server.host, port: server.port),
                serverName: nil,
                backlog: 1024,
                // Connections beyond the limit get an answer; should there be many of these at once, the rest waits in the
                // backlog.
                availableConnectionsDelegate: .maximum(parts.limits.connections + 64, logger: quietLogger)
            ),
            onServerRunning: { [onListening = parts.onListening] channel in onListening(channel) },
            eventLoopGroupProvider: .shared(parts.eventLoopGroup),
            logger: quietLogger
        )
        var configuration = ServiceGroupConfiguration(
            services: parts.services + [application, drain],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: quietLogger
        )
        configuration.maximumGracefulShutdownDuration = parts.drainTimeout
        return App(responder: responder, drain: drain, group: ServiceGroup(configuration: configuration))
    }

    /// Every route there is, and what answers where there is none.
    static func router(
        _ server: ServerSettings,
        _ authentication: AuthenticationSettings,
        _ parts: Parts,
        _ drain: Drain
    ) -> Router<AppRequestContext> {
        let router = Router(context: AppRequestContext.self)
        HealthRoutes(isReady: { [isReady = parts.isReady] in !drain.hasBegun ? await isReady() : false }).add(
            to: router
        )
        TaskRoutes(service: TaskService(store: parts.store), body: JSONBody(limit: server.maxBodyBytes)).add(
            to: AuthenticatedRoutes(router, verifier: TokenVerifier(authentication), now: parts.now)
        )
        DocumentationRoutes(APIDescription(maxBodyBytes: server.maxBodyBytes)).add(to: router)
        router.add(middleware: UnmatchedRequests(router))
        return router
    }
}
