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
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Base64URL.decode(parts[0]), let payload = Base64URL.decode(parts[1]),
            let signature = Base64URL.decode(parts[2])
        else { throw .malformed }
        guard let header = JSONObject(header).flatMap(TokenHeader.init) else { throw .malformedHeader }
        self.header = header
        self.payload = payload
        self.signature = signature
        content = Array(bytes[..<parts[1].endIndex])
    }

    func claims(userIDClaim: [String]?) throws(TokenRejection) -> TokenClaims {
        guard let claims = JSONObject(payload) else { throw .malformedClaims }
        return try TokenClaims(claims, userIDClaim: userIDClaim)
    }
}
