import Logging
import NIOCore
import ServiceLifecycle
import TodoCore
import TodoSettings
import TodoTestSupport

@testable import TodoServer

/// The server on a free port of the loopback interface.
struct LiveServer: Sendable {
    let port: Int
    /// The operators' port, 0 unless the settings ask for one.
    let adminPort: Int
    private let app: TestApp

    /// Runs the server while `body` does, and shuts it down gracefully.
    static func run(
        store: TaskStore = .inMemory(now: { Token.now }),
        settings: [String: String] = [:],
        limits: HTTPLimits = HTTPLimits(),
        drainTimeout: Duration = .seconds(20),
        isReady: @escaping @Sendable () async -> Bool = { true },
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        _ body: (LiveServer) async throws -> Void
    ) async throws {
        let (ports, continuation) = AsyncStream.makeStream(of: (Setting, Int).self)
        let app = try TestApp(
            store: store,
            settings: settings,
            isReady: isReady,
            limits: limits,
            drainTimeout: drainTimeout,
            logger: logger
        ) { setting, channel in
            continuation.yield((setting, channel.localAddress?.port ?? 0))
        }
        async let run: Void = app.app.run()
        var listening: [Setting: Int] = [:]
        for await (setting, port) in ports {
            listening[setting] = port
            if listening.count == (settings["ADMIN_PORT"] == nil ? 1 : 2) { break }
        }
        let server = LiveServer(port: listening[.port] ?? 0, adminPort: listening[.adminPort] ?? 0, app: app)
        do {
            try await body(server)
        } catch {
            await server.shutDown()
            try? await run
            throw error
        }
        await server.shutDown()
        try await run
    }

    /// Begins a graceful shutdown, as SIGTERM does.
    func shutDown() async {
        await app.app.group.triggerGracefulShutdown()
    }

    func connect(reads: Bool = true) async throws -> Client {
        try await Client(port, reads: reads)
    }
}

/// A request in full.
func request(
    _ method: String,
    _ target: String,
    as user: String? = "alice",
    _ fields: [String] = [],
    body: String? = nil
) -> String {
    var lines = ["\(method) \(target) HTTP/1.1", "Host: test"] + fields
    if let user { lines.append("Authorization: Bearer \(Token.of(user))") }
    if let body { lines.append("Content-Length: \(body.utf8.count)") }
    return lines.joined(separator: "\r\n") + "\r\n\r\n" + (body ?? "")
}
