/// Why what a client sent is no request (RFC 9112), so that nothing after it can be understood.
package enum RequestFault: Error, CaseIterable {
    case malformedHead
    /// The head is longer, or has more fields, than ``RequestParser/Limits`` allow.
    case headTooLarge
    /// Neither HTTP/1.0 nor HTTP/1.1.
    case unknownVersion
    /// What says where the body ends is malformed, contradicts itself, or is a transfer coding other than `chunked`.
    case malformedLength
    case malformedChunk
}
