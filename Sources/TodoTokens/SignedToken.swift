/// A token taken apart: JWS compact serialisation (RFC 7515 section 7.1), nothing about it believed yet.
struct SignedToken {
    /// The most bytes that a token may have; as many as the server takes for a header field.
    static let maximumLength = 32 * 1024

    let header: TokenHeader
    /// What the signature is over: header and claims as they were sent.
    let content: [UInt8]
    let signature: [UInt8]
    private let payload: [UInt8]

    init(_ text: Substring) throws(TokenRejection) {
        guard text.utf8.count <= Self.maximumLength else { throw .malformed }
        var text = text
        let bytes = text.withUTF8 { Array($0) }
        // A third full stop is none of the signature's characters.
        guard let headerEnd = bytes.firstIndex(of: UInt8(ascii: ".")),
            let payloadEnd = bytes[(headerEnd + 1)...].firstIndex(of: UInt8(ascii: ".")),
            let header = Base64URL.decode(bytes[..<headerEnd]),
            let payload = Base64URL.decode(bytes[(headerEnd + 1)..<payloadEnd]),
            let signature = Base64URL.decode(bytes[(payloadEnd + 1)...])
        else { throw .malformed }
        guard let header = JSONObject(header).flatMap(TokenHeader.init) else { throw .malformedHeader }
        self.header = header
        self.payload = payload
        self.signature = signature
        content = Array(bytes[..<payloadEnd])
    }

    func claims(userIDClaim: [String]?) throws(TokenRejection) -> TokenClaims {
        guard let claims = JSONObject(payload) else { throw .malformedClaims }
        return try TokenClaims(claims, userIDClaim: userIDClaim)
    }
}
