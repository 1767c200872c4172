import NIOCore
import NIOPosix

/// TCP ports of the loopback interface.
enum Ports {
    /// A port that nobody listened on a moment ago.
    static func free() async throws -> Int {
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = channel.localAddress?.port ?? 0
        try await channel.close()
        return port
    }
}
