import HTTPTypes
import NIOCore
import TodoJSON

/// How a client finds the end of a response's body (RFC 9112 section 6.3).
enum BodyFraming {
    /// There is no body, or `Content-Length` says it.
    case length
    /// Each part says its length, the last one's is 0.
    case chunked
    /// The connection's end is its end, since HTTP/1.0 knows no chunks.
    case untilClose
}

extension Response {
    /// A little more than the head has bytes.
    var headLength: Int {
        headers.reduce(160) { $0 + $1.name.rawName.utf8.count + $1.value.utf8.count + 4 }
    }
}

extension ByteBuffer {
    /// Writes a response's status line and header fields, and the empty line after them.
    ///
    /// - Parameters:
    ///   - response: has status and header fields, `Content-Length` among them where the length is known.
    ///   - framing: how the body's end is told.
    ///   - connection: the value of the `Connection` field, if it needs to be there.
    ///   - date: a header line.
    mutating func writeHead(
        _ response: Response,
        framing: BodyFraming,
        connection: StaticString?,
        date: ByteBuffer
    ) {
        writeStaticString("HTTP/1.1 ")
        writeDecimal(Int64(response.status.code))
        writeInteger(UInt8(ascii: " "))
        writeString(response.status.reasonPhrase)
        writeStaticString("\r\n")
        for field in response.headers {
            writeString(field.name.rawName)
            writeStaticString(": ")
            writeString(field.value)
            writeStaticString("\r\n")
        }
        if framing == .chunked { writeStaticString("Transfer-Encoding: chunked\r\n") }
        if let connection {
            writeStaticString("Connection: ")
            writeStaticString(connection)
            writeStaticString("\r\n")
        }
        writeImmutableBuffer(date)
        writeStaticString("\r\n")
    }

    /// Writes what stands before a part of a body in chunked coding (RFC 9112 section 7.1); a line end stands behind it.
    mutating func writeChunkHead(size: Int) {
        writeString(String(size, radix: 16))
        writeStaticString("\r\n")
    }
}
