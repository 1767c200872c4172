import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import TodoCore

@testable import TodoServer

/// The server on a free port of the loopback interface.
struct LiveServer: Sendable {
    let port: Int
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
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        let app = try TestApp(
            store: store,
            settings: settings,
            isReady: isReady,
            limits: limits,
            drainTimeout: drainTimeout,
            logger: logger
        ) { channel in
            continuation.yield(channel.localAddress?.port ?? 0)
            continuation.finish()
        }
        async let run: Void = app.app.run()
        guard let port = await ports.first(where: { _ in true }) else { throw NotListening() }
        let server = LiveServer(port: port, app: app)
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

    struct NotListening: Error {}
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
