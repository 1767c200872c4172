import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import Testing
import TodoTestSupport

@testable import TodoServer

/// Connections that have been accepted, but are not registered with their event loop yet, when the server shuts down.
@Suite(.timeLimit(.minutes(1))) struct LateConnectionTests {
    @Test func aConnectionThatIsNotRegisteredYetHoldsUpNoShutdown() async throws {
        let gate = Gate()
        var limits = HTTPLimits()
        limits.stall = .seconds(90)
        let (listening, hasBegun) = AsyncStream.makeStream(of: (any Channel).self)
        let server = Server(
            childChannelSetup: HeldUpChannel(
                channel: HTTPServerChannel(
                    responder: try TestApp().app.responder,
                    limits: limits,
                    eventLoopGroup: MultiThreadedEventLoopGroup.singleton
                ),
                gate: gate
            ),
            configuration: ServerConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { hasBegun.yield($0) },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        async let running: Void = server.run()
        var channels = listening.makeAsyncIterator()
        let listener = try #require(await channels.next())

        let client = try await Client(try #require(listener.localAddress?.port))
        await gate.arrival()
        async let shutDown: Void = server.shutdownGracefully()
        try await listener.closeFuture.get()
        gate.open()
        #expect(try await client.receivedToEnd().bytes.readableBytes == 0)
        try await shutDown
        try await running
    }
}

/// Holds every connection up between its set-up and its registration.
private struct HeldUpChannel: ServerChildChannel {
    let channel: HTTPServerChannel
    let gate: Gate

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTPServerChannel.Connection> {
        self.channel.setup(channel: channel, logger: logger).flatMap { connection in
            channel.eventLoop.makeFutureWithTask {
                try await gate.pass()
                return connection
            }
        }
    }

    func handle(value: HTTPServerChannel.Connection, logger: Logger) async {
        await channel.handle(value: value, logger: logger)
    }
}
