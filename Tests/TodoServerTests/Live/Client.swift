import NIOCore
import NIOPosix

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A TCP client that sends and receives bytes as they are.
final class Client: Sendable {
    private let channel: any Channel
    private let inbox: NIOLoopBound<Inbox>

    /// Connects to the server.
    ///
    /// - Parameters:
    ///   - port: the server's.
    ///   - reads: whether to read what comes without being asked to.
    /// - Throws: why there is no connection.
    init(_ port: Int, reads: Bool = true) async throws {
        channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.autoRead, value: reads)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(Inbox()) }
            }
            .connect(host: "127.0.0.1", port: port)
            .get()
        inbox = try await channel.eventLoop.submit { [channel] in
            try NIOLoopBound(channel.pipeline.syncOperations.handler(type: Inbox.self), eventLoop: channel.eventLoop)
        }.get()
    }

    func send(_ text: String) async throws {
        try await send(ByteBuffer(string: text))
    }

    func send(_ bytes: ByteBuffer) async throws {
        try await channel.writeAndFlush(bytes)
    }

    /// Sends without waiting for it to leave, for what the server may never read.
    func sendWithoutWaiting(_ bytes: ByteBuffer) {
        channel.writeAndFlush(bytes, promise: nil)
    }

    /// Tells the server that no more will come, and goes on reading.
    func closeOutput() async throws {
        try await channel.close(mode: .output)
    }

    func close() async throws {
        try await channel.close()
    }

    /// Ends the connection so that the server is told at once (RST).
    func reset() async throws {
        guard let provider = channel as? any SocketOptionProvider else { throw ChannelError.operationUnsupported }
        try await provider.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        try await channel.close()
    }

    func startReading() async throws {
        try await channel.setOption(.autoRead, value: true).get()
        channel.read()
    }

    /// Everything received so far, once it fulfils a condition.
    /// - Throws: ``TimedOut`` when it does not within a minute, or when the connection ends before.
    func received(_ isEnough: @escaping @Sendable (Received) -> Bool) async throws -> Received {
        try await channel.eventLoop.flatSubmit { [inbox, channel] in
            inbox.value.wait(on: channel.eventLoop, isEnough)
        }.get()
    }

    /// Everything received, once the server has ended the connection or its side of it; ends the client's side too.
    func receivedToEnd() async throws -> Received {
        let received = try await received { $0.isOver }
        channel.close(promise: nil)
        return received
    }

    /// Waits for a number of responses whose bodies are all of known length, and takes them out.
    func responses(_ count: Int) async throws -> [RawResponse] {
        let received = try await received { RawResponse.parse($0.text).count >= count }
        return Array(RawResponse.parse(received.text).prefix(count))
    }

    struct Received: Sendable {
        var bytes = ByteBuffer()
        var isOver = false
        var wasReset = false

        var text: String { String(buffer: bytes) }
    }

    struct TimedOut: Error {
        let received: String
    }

    private final class Inbox: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private var received = Received()
        private var waiters: [(isEnough: (Received) -> Bool, promise: EventLoopPromise<Received>)] = []

        func wait(on loop: any EventLoop, _ isEnough: @escaping (Received) -> Bool) -> EventLoopFuture<Received> {
            let promise = loop.makePromise(of: Received.self)
            waiters.append((isEnough, promise))
            let this = NIOLoopBound(self, eventLoop: loop)
            let timeout = loop.scheduleTask(in: .seconds(60)) {
                promise.fail(TimedOut(received: String(this.value.received.text.prefix(2000))))
            }
            promise.futureResult.whenComplete { _ in timeout.cancel() }
            check()
            return promise.futureResult
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            received.bytes.writeImmutableBuffer(unwrapInboundIn(data))
        }

        func channelReadComplete(context: ChannelHandlerContext) { check() }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if case ChannelEvent.inputClosed = event {
                received.isOver = true
                check()
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            received.wasReset = true
            context.close(promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) {
            received.isOver = true
            check()
            for waiter in waiters { waiter.promise.fail(TimedOut(received: String(received.text.prefix(2000)))) }
            waiters = []
        }

        private func check() {
            let received = received
            waiters.removeAll { waiter in
                guard waiter.isEnough(received) else { return false }
                waiter.promise.succeed(received)
                return true
            }
        }
    }
}

/// A response taken apart by the letter.
struct RawResponse: Sendable, Equatable {
    var status: String
    /// Each field line, names in lower case.
    var fields: [String: String]
    var body: String

    /// Every complete response in a text, as if none answered a `HEAD`.
    static func parse(_ text: String) -> [RawResponse] {
        var responses: [RawResponse] = []
        var rest = Substring(text)
        while let headEnd = rest.firstRange(of: "\r\n\r\n") {
            let lines = rest[..<headEnd.lowerBound].split(separator: "\r\n")
            var fields: [String: String] = [:]
            for line in lines.dropFirst() {
                let pair = line.split(separator: ": ", maxSplits: 1)
                fields[pair[0].lowercased()] = pair.count == 2 ? String(pair[1]) : ""
            }
            rest = rest[headEnd.upperBound...]
            let length = fields["content-length"].flatMap { Int($0) } ?? 0
            guard rest.utf8.count >= length else { break }
            let bodyEnd = rest.utf8.index(rest.startIndex, offsetBy: length)
            responses.append(
                RawResponse(status: String(lines.first ?? ""), fields: fields, body: String(rest[..<bodyEnd]))
            )
            rest = rest[bodyEnd...]
        }
        return responses
    }
}
