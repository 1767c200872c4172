import NIOCore
import NIOPosix

/// A server on loopback that answers each request with bytes that a test has written, however wrong they are.
struct ScriptedServer: Sendable {
    /// What is done with a request's connection, step by step.
    enum Step: Sendable {
        case send(String)
        /// Sends this again and again, as fast as it is read.
        case flood(String)
        /// Sends a byte each 20 ms.
        case trickle
        case close
    }

    let port: Int
    private let channel: any Channel

    var url: String { "http://127.0.0.1:\(port)/jwks" }

    /// Runs `body` with a server whose answer to a request is `script` of the request's target; an empty one is silence.
    @discardableResult
    static func with<Value: Sendable>(
        script: @escaping @Sendable (_ target: String) -> [Step],
        _ body: (ScriptedServer) async throws -> Value
    ) async throws -> Value {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelOption(.autoRead, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Handler(script: script))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let server = ScriptedServer(port: channel.localAddress?.port ?? 0, channel: channel)
        do {
            let value = try await body(server)
            try await channel.close()
            return value
        } catch {
            try await channel.close()
            throw error
        }
    }

    /// A whole answer with this document, or a part of one with another length.
    static func json(_ document: String, _ fields: String = "", length: Int? = nil, status: String = "200 OK") -> Step {
        .send(
            "HTTP/1.1 \(status)\r\nContent-Type: application/json\r\nContent-Length: \(length ?? document.utf8.count)\r\n"
                + fields + "\r\n" + document
        )
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let script: @Sendable (String) -> [Step]
        private var head = ""

        init(script: @escaping @Sendable (String) -> [Step]) {
            self.script = script
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            head += String(buffer: unwrapInboundIn(data))
            // A TLS handshake begins with the byte 22 and is answered too.
            guard head.hasSuffix("\r\n\r\n") || head.utf8.first == 22 else { return }
            let target = head.split(separator: " ").dropFirst().first.map(String.init) ?? ""
            head = ""
            for step in script(target) { perform(step, context.channel) }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }

        private func perform(_ step: Step, _ channel: any Channel) {
            switch step {
            case .send(let text): channel.writeAndFlush(ByteBuffer(string: text), promise: nil)
            case .flood(let text): Self.flood(ByteBuffer(string: text), channel)
            case .trickle: Self.trickle(channel)
            case .close: channel.close(promise: nil)
            }
        }

        private static func flood(_ buffer: ByteBuffer, _ channel: any Channel) {
            channel.writeAndFlush(buffer).whenSuccess { flood(buffer, channel) }
        }

        private static func trickle(_ channel: any Channel) {
            channel.eventLoop.scheduleRepeatedTask(initialDelay: .zero, delay: .milliseconds(20)) { task in
                channel.writeAndFlush(ByteBuffer(string: " ")).whenFailure { _ in task.cancel() }
            }
        }
    }
}
