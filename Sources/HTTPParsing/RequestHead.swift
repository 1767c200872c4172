package import HTTPTypes
import NIOCore

/// The head of an HTTP/1 request (RFC 9112 sections 3 and 5), and what it says of the rest of its message and of its connection.
///
/// A class, since it is large and is handed on from state to state of a connection.
package final class RequestHead: Sendable {
    /// Where its body ends (RFC 9112 section 6.3).
    package enum BodyLength: Sendable, Equatable {
        /// After so many bytes; 0 where the head announces none.
        case bytes(Int)
        /// The body says so itself, chunk by chunk.
        case chunked
    }

    package let method: HTTPRequest.Method
    /// The request target, as it came; bytes that are not UTF-8 are replaced by U+FFFD.
    package let target: String
    /// Whether the client speaks HTTP/1.0: it knows no chunks, no `100 Continue`, and closes unless it says otherwise.
    package let isHTTP10: Bool
    package let bodyLength: BodyLength
    /// Whether it names its host as RFC 9112 section 3.2 demands: exactly once, in HTTP/1.1, and well-formed.
    package let hasProperHost: Bool
    /// Whether the client waits for a `100 Continue` before it sends the body (RFC 9110 section 10.1.1).
    package let expectsContinue: Bool
    /// Whether the connection may serve another request after this (RFC 9112 section 9.3); `CONNECT` leaves HTTP.
    package let keepsAlive: Bool

    /// All of it, and maybe what came behind it; the field lines' ranges count from its start.
    let bytes: ByteBuffer
    let fieldLines: [FieldLine]

    /// The length that it announces, 0 when it announces none.
    package var contentLength: Int {
        if case .bytes(let count) = bodyLength { count } else { 0 }
    }

    init(_ line: RequestLine, _ fieldLines: [FieldLine], in bytes: ByteBuffer, _ framing: MessageFraming) {
        method = line.method
        target = line.target
        isHTTP10 = line.isHTTP10
        self.fieldLines = fieldLines
        self.bytes = bytes
        bodyLength = framing.bodyLength
        hasProperHost = framing.areHostsWellFormed && (framing.hosts == 1 || line.isHTTP10 && framing.hosts == 0)
        expectsContinue = framing.expectsContinue && !line.isHTTP10 && framing.bodyLength != .bytes(0)
        keepsAlive =
            !framing.isToClose && (!line.isHTTP10 || framing.isToKeepAlive) && line.method != .connect
    }
}

extension RequestHead: Equatable {
    package static func == (one: RequestHead, other: RequestHead) -> Bool {
        one.method == other.method && one.target == other.target && one.isHTTP10 == other.isHTTP10
            && one.fields.elementsEqual(other.fields, by: ==)
    }
}
