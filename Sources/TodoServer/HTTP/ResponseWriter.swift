import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1

/// Hands a body to the ``Answer`` that it belongs to.
///
/// The request's task runs on the connection's event loop; anything that writes from elsewhere is stopped here.
struct ResponseWriter<Responder: ConnectionResponder>: ResponseBodyWriter, Sendable {
    let answer: NIOLoopBound<Answer<Responder>>

    func write(_ buffer: ByteBuffer) async throws {
        try await answer.value.write(buffer)
    }

    func finish(_ trailingHeaders: HTTPFields?) async throws {
        try answer.value.finish()
    }
}

/// One response on its way: with head and body in one write where the length is known, else part by part as they come, each
/// waiting until the client has read enough of those before.
final class Answer<Responder: ConnectionResponder> {
    private let connection: HTTPConnectionHandler<Responder>
    private let status: HTTPResponse.Status
    private let fields: HTTPFields
    private let framing: BodyFraming
    /// The first part of a body whose length is known, in case it is the only one.
    private var held: ByteBuffer?
    private var isHeadWritten = false
    private(set) var isFinished = false

    init(_ response: Response, to head: HTTPRequestHead, on connection: HTTPConnectionHandler<Responder>) {
        self.connection = connection
        status = response.status
        fields = response.headers
        framing = BodyFraming.of(
            response.status,
            response.headers,
            isHead: head.method == .HEAD,
            allowsChunks: !head.isHTTP10
        )
    }

    /// Whether the body is to be written at all.
    var hasBody: Bool { framing != .none }

    func write(_ buffer: ByteBuffer) async throws {
        if framing == .length, !isHeadWritten, held == nil {
            held = buffer
            return
        }
        guard framing == .chunked, buffer.readableBytes > 0 else { return try await connection.send(encoded(buffer)) }
        // A part may be large and wait long for a slow client: it goes out as it is, not as a copy.
        var before = try encoded(nil)
        before.writeChunkHead(size: buffer.readableBytes)
        connection.write(before)
        connection.write(buffer)
        try await connection.send(ByteBuffer(string: "\r\n"))
    }

    func finish() throws {
        var bytes = try encoded(nil)
        if framing == .chunked { bytes.writeStaticString("0\r\n\r\n") }
        isFinished = true
        connection.sendLast(bytes)
    }

    /// The head, unless it was written before, what was held, and one more part; in chunked coding parts go out by themselves.
    private func encoded(_ part: ByteBuffer?) throws -> ByteBuffer {
        var bytes = ByteBuffer()
        if !isHeadWritten {
            let size = 768 + (held?.readableBytes ?? 0) + (part?.readableBytes ?? 0)
            bytes.reserveCapacity(size)
            guard connection.writeHead(status, fields, framing, into: &bytes) else { throw CancellationError() }
            isHeadWritten = true
        }
        for part in [held, part].compactMap(\.self) {
            bytes.writeImmutableBuffer(part)
        }
        held = nil
        return bytes
    }
}
