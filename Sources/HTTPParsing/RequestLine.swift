import HTTPTypes

/// The first line of a head (RFC 9112 section 3).
struct RequestLine {
    let method: HTTPRequest.Method
    let target: String
    let isHTTP10: Bool

    /// - Throws: ``RequestFault`` when the target has none of the forms of RFC 9112 section 3.2.
    init(method: UnsafeRawBufferPointer, target: UnsafeRawBufferPointer, isHTTP10: Bool) throws(RequestFault) {
        self.method = Self.method(method)
        self.target = String(decoding: target, as: UTF8.self)
        self.isHTTP10 = isHTTP10
        guard
            target.first == UInt8(ascii: "/") || self.target == "*" || self.method == .connect
                || self.target.contains("://")
        else { throw .malformedHead }
    }

    /// Methods that routes have are constants, so that nothing is allocated for them.
    private static func method(_ bytes: UnsafeRawBufferPointer) -> HTTPRequest.Method {
        if bytes.spells("GET") { return .get }
        if bytes.spells("POST") { return .post }
        if bytes.spells("PATCH") { return .patch }
        if bytes.spells("PUT") { return .put }
        if bytes.spells("DELETE") { return .delete }
        let text = String(decoding: bytes, as: UTF8.self)
        guard let method = HTTPRequest.Method(text) else { preconditionFailure("BUG: \(text) is no token") }
        return method
    }
}
