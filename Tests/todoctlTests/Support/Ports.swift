import NIOCore
import NIOPosix

/// TCP ports of the loopback interface.
enum Ports {
    /// A port that nobody listened on a moment ago.
    static func free() async throws -> Int {
        try await withListener { $0 }
    }

    /// Runs `body` while somebody listens on the port that it is given.
    static func withListener<Result: Sendable>(_ body: (Int) async throws -> Result) async throws -> Result {
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(host: "127.0.0.1", port: 0).get()
        do {
            let result = try await body(channel.localAddress?.port ?? 0)
            try await channel.close()
            return result
        } catch {
            try await channel.close()
            throw error
        }
    }
}
