import HTTPParsing
import NIOCore

/// A response whose body is written part by part, each once the client has read enough of those before.
///
/// Belongs to its connection's event loop, on which its request's task runs.
final class AnswerInParts {
    private let connection: HTTPConnectionHandler
    private let response: Response
    private let request: RequestHead
    private let framing: BodyFraming
    private var isHeadWritten = false

    init(_ response: Response, to request: RequestHead, on connection: HTTPConnectionHandler) {
        self.connection = connection
        self.response = response
        self.request = request
        framing = request.isHTTP10 ? .untilClose : .chunked
    }

    func write(_ part: ByteBuffer) async throws {
        guard part.readableBytes > 0 else { return }
        var before = try head()
        guard framing == .chunked else {
            before.writeImmutableBuffer(part)
            return try await connection.send(before)
        }
        // A part may be large and wait long for a slow client: it goes out as it is, not as a copy.
        before.writeChunkHead(size: part.readableBytes)
        connection.write(before)
        connection.write(part)
        try await connection.send(ByteBuffer(string: "\r\n"))
    }

    /// Writes the end of the body.
    func finish() throws -> Bool {
        var bytes = try head()
        if framing == .chunked { bytes.writeStaticString("0\r\n\r\n") }
        connection.sendLast(bytes, .now())
        return true
    }

    /// The head, unless it was written before.
    private func head() throws -> ByteBuffer {
        guard !isHeadWritten else { return ByteBuffer() }
        var head = response.head
        guard connection.endHead(&head, framing, to: request, .now()) else { throw CancellationError() }
        isHeadWritten = true
        return ByteBuffer(bytes: head.bytes)
    }
}
