import NIOCore
import NIOPosix

/// A TCP port of this machine.
struct LocalPort: Sendable {
    let number: Int
    /// The address to listen on; one that stands for all of them is reached by 127.0.0.1.
    var host = "127.0.0.1"

    private var reachableHost: String { ["0.0.0.0", "::"].contains(host) ? "127.0.0.1" : host }

    /// Listens there for a moment.
    ///
    /// - Throws: `IOError`, or another error where the host's name cannot be resolved.
    func listen() async throws {
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: host, port: number)
            .get()
        try await channel.close()
    }

    /// - Throws: ``Failure`` when somebody listens there, or when we may not.
    func checkIsFree() async throws {
        do {
            try await listen()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw Failure("port \(number) is in use; choose another one with --port")
        } catch let error as IOError {
            throw Failure("cannot listen on port \(number) (\(error.description)); choose another one with --port")
        }
    }

    /// The largest answer that is read, in bytes.
    private static let limit = 1 << 20

    /// The body that a `GET` of the path is answered with, or `nil` unless it is 200 and comes whole within two seconds.
    func get(_ path: String) async -> ByteBuffer? {
        let request = "GET \(path) HTTP/1.1\r\nHost: localhost:\(number)\r\nConnection: close\r\n\r\n"
        return await withTaskGroup(of: ByteBuffer?.self) { group in
            group.addTask { (try? await exchange(request)).flatMap(Self.body) }
            group.addTask {
                try? await Task.sleep(for: .seconds(2))
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }

    /// The body of a whole answer with status 200.
    private static func body(_ answer: ByteBuffer) -> ByteBuffer? {
        let bytes = answer.readableBytesView
        guard bytes.dropFirst("HTTP/1.1".utf8.count).starts(with: " 200 ".utf8),
            let end = bytes.firstRange(of: "\r\n\r\n".utf8)?.upperBound
        else { return nil }
        return ByteBuffer(bytes[end...])
    }

    /// Sends the request and returns what comes until the other side closes the connection.
    private func exchange(_ request: String) async throws -> ByteBuffer {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connectTimeout(.seconds(2))
            .connect(host: reachableHost, port: number) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: request))
            var answer = ByteBuffer()
            for try await part in inbound {
                guard answer.readableBytes + part.readableBytes <= Self.limit else { break }
                answer.writeImmutableBuffer(part)
            }
            return answer
        }
    }
}
