import NIOCore
import NIOEmbedded
import NIOPosix
import Testing

@testable import TodoServer

@Suite(.timeLimit(.minutes(1))) struct ConnectionSocketTests {
    @Test func whatIsSentArrives() async throws {
        try await Self.withConnection { connection, client in
            let sent = try await connection.send("hello")
            #expect(sent == 5)
            #expect(try await client.received { $0.bytes.readableBytes == sent }.text == "hello")
        }
    }

    @Test func nothingOvertakesWhatWaitsInTheChannel() async throws {
        try await Self.withConnection { connection, client in
            try await connection.run { channel, socket in
                socket.channelIsUsed()
                channel.write(ByteBuffer(string: "queued "), promise: nil)
            }
            #expect(try await connection.send("at once") == 0)
            try await connection.run { channel, _ in channel.flush() }
            #expect(try await connection.send("behind it") == 9)
            #expect(try await client.received { $0.bytes.readableBytes >= 16 }.text == "queued behind it")
        }
    }

    @Test func whatTheKernelDoesNotTakeIsLeft() async throws {
        try await Self.withConnection(reads: false) { connection, client in
            let text = String(repeating: "a", count: 64 * 1024 * 1024)
            let sent = try await connection.send(text)
            #expect((1..<text.utf8.count).contains(sent))
            try await client.startReading()
            #expect(try await client.received { $0.bytes.readableBytes >= sent }.bytes.readableBytes == sent)
        }
    }

    @Test func aClosedConnectionSendsNothingToWhoHasItsDescriptorNow() async throws {
        try await Self.withConnection { connection, _ in
            try await connection.channel.close()
            try await Self.withConnection { _, _ in
                let sent = try await connection.send("late")
                #expect(sent == 0)
            }
        }
    }

    @Test func aClientThatHasResetTheConnectionIsLeftToTheChannel() async throws {
        try await Self.withConnection { connection, client in
            try await client.reset()
            try await connection.channel.closeFuture.get()
            #expect(try await connection.send("late") == 0)
        }
    }

    @Test func aChannelWithoutASocketHasNone() {
        #expect(ConnectionSocket(EmbeddedChannel()) == nil)
    }

    /// An accepted connection and its socket, which belong to the channel's event loop.
    private struct Connection {
        let channel: any Channel
        private let socket: NIOLoopBoundBox<ConnectionSocket>

        init(_ channel: any Channel) async throws {
            self.channel = channel
            socket = try await channel.eventLoop.submit {
                NIOLoopBoundBox(try #require(ConnectionSocket(channel)), eventLoop: channel.eventLoop)
            }.get()
        }

        func run<Output: Sendable>(
            _ body: @escaping @Sendable (any Channel, inout ConnectionSocket) -> Output
        ) async throws -> Output {
            try await channel.eventLoop.submit { [channel, socket] in body(channel, &socket.value) }.get()
        }

        func send(_ text: String) async throws -> Int {
            try await run { _, socket in
                ByteBuffer(string: text).withUnsafeReadableBytes { socket.send($0) }
            }
        }
    }

    private static func withConnection(
        reads: Bool = true,
        _ body: (Connection, Client) async throws -> Void
    ) async throws {
        let (channels, continuation) = AsyncStream.makeStream(of: (any Channel).self)
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { continuation.yield(channel) }
            }
            .bind(host: "127.0.0.1", port: 0)
            .get()
        let client = try await Client(try #require(listener.localAddress?.port), reads: reads)
        var accepted = channels.makeAsyncIterator()
        let connection = try await Connection(try #require(await accepted.next()))
        try await body(connection, client)
        try? await client.close()
        try await listener.close()
    }
}
