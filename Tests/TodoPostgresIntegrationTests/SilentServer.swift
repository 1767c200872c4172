import NIOCore
import NIOPosix

/// Accepts connections and never says a word, as a database behind a stalled network does.
struct SilentServer {
    private let channel: any Channel

    var url: String { "postgresql://127.0.0.1:\(channel.localAddress?.port ?? 0)/nowhere" }

    static func start() async throws -> SilentServer {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        return SilentServer(channel: channel)
    }

    func stop() async throws {
        try await channel.close()
    }
}
