import HummingbirdCore
import Logging
import NIOCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The pipeline of an accepted connection: one handler, given to Hummingbird in place of its own.
///
/// Hummingbird's own channel hands each request through an asynchronous stream, which costs more than all the rest of the
/// request, and has no place for deadlines or for an answer to a request that cannot be parsed.
struct HTTPServerChannel: ServerChildChannel {
    /// A connection that is set up.
    struct Connection: ServerChildChannelValue {
        let channel: any Channel
    }

    private struct LoopResources {
        let executor: LoopExecutor
        let date: NIOLoopBoundBox<HTTPDate>

        init(_ loop: any EventLoop) {
            executor = LoopExecutor(loop)
            date = NIOLoopBoundBox.makeBoxSendingValue(HTTPDate(), eventLoop: loop)
        }
    }

    private let responder: EdgeResponder
    private let limits: HTTPLimits
    private let resources: [ObjectIdentifier: LoopResources]
    private let openConnections: ConnectionCount

    init(
        responder: EdgeResponder,
        limits: HTTPLimits,
        openConnections: ConnectionCount = ConnectionCount(),
        eventLoopGroup: any EventLoopGroup
    ) {
        self.openConnections = openConnections
        self.responder = responder
        self.limits = limits
        var resources: [ObjectIdentifier: LoopResources] = [:]
        for loop in eventLoopGroup.makeIterator() { resources[ObjectIdentifier(loop)] = LoopResources(loop) }
        self.resources = resources
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Connection> {
        channel.eventLoop.makeCompletedFuture {
            let isOneTooMany = openConnections.opened() > limits.connections
            channel.closeFuture.whenComplete { [openConnections] _ in openConnections.closed() }
            let resources = resources[ObjectIdentifier(channel.eventLoop)] ?? LoopResources(channel.eventLoop)
            try? channel.syncOptions?.setOption(
                .tcpOption(.init(rawValue: TCP_NOTSENT_LOWAT)),
                value: .init(limits.unsentBytes)
            )
            try channel.pipeline.syncOperations.addHandler(
                HTTPConnectionHandler(
                    responder: responder,
                    executor: resources.executor,
                    date: resources.date.value,
                    limits: limits,
                    refusal: isOneTooMany ? .unavailable("Too many connections") : nil
                )
            )
            return Connection(channel: channel)
        }
    }

    /// Lasts as long as the connection; cancelling closes it.
    func handle(value connection: Connection, logger: Logger) async {
        await withTaskCancellationHandler {
            try? await connection.channel.closeFuture.get()
        } onCancel: {
            connection.channel.close(promise: nil)
        }
    }
}
