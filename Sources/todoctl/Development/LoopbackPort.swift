import NIOCore
import NIOPosix

/// A TCP port of 127.0.0.1.
struct LoopbackPort: Sendable {
    let number: Int

    private static let host = "127.0.0.1"

    /// - Throws: ``Failure`` when somebody listens there, or when we may not.
    func checkIsFree() async throws {
        do {
            let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .bind(host: Self.host, port: number)
                .get()
            try await channel.close()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw Failure("port \(number) is in use; choose another one with --port")
        } catch let error as IOError {
            throw Failure("cannot listen on port \(number) (\(error.description)); choose another one with --port")
        }
    }

    /// Whether a `GET` of the path is answered with 200 within two seconds.
    func answersOK(path: String) async -> Bool {
        let request = "GET \(path) HTTP/1.1\r\nHost: \(Self.host):\(number)\r\nConnection: close\r\n\r\n"
        return await withTaskGroup(of: Bool?.self) { group in
            group.addTask { try? await exchange(request).dropFirst("HTTP/1.1".count).hasPrefix(" 200 ") }
            group.addTask {
                try? await Task.sleep(for: .seconds(2))
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first ?? false
        }
    }

    /// Sends the request and returns the answer's beginning.
    private func exchange(_ request: String) async throws -> String {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connectTimeout(.seconds(2))
            .connect(host: Self.host, port: number) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: request))
            var answer = ByteBuffer()
            for try await part in inbound where answer.readableBytes < 64 {
                answer.writeImmutableBuffer(part)
            }
            return String(buffer: answer)
        }
    }
}
