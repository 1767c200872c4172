import NIOCore

/// How a client finds the end of a response's body (RFC 9112 section 6.3).
enum BodyFraming {
    /// There is no body, or `Content-Length` says it.
    case length
    /// Each part says its length, the last one's is 0.
    case chunked
    /// The connection's end is its end, since HTTP/1.0 knows no chunks.
    case untilClose
}

extension ByteBuffer {
    /// Writes what stands before a part of a body in chunked coding (RFC 9112 section 7.1); a line end stands behind it.
    mutating func writeChunkHead(size: Int) {
        writeString(String(size, radix: 16))
        writeStaticString("\r\n")
    }
}
