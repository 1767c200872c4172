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
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Base64URL.decode(parts[0]), let payload = Base64URL.decode(parts[1]),
            let signature = Base64URL.decode(parts[2]), let header: TokenHeader = StrictJSON.decode(header)
        else { throw .malformed }
        self.header = header
        self.payload = payload
        self.signature = signature
        content = Array(text.utf8[text.startIndex..<parts[1].endIndex])
    }

    func claims(userIDClaim: [String]?) throws(TokenRejection) -> TokenClaims {
        let userInfo: [CodingUserInfoKey: any Sendable] = userIDClaim.map { [TokenClaims.userIDClaim: $0] } ?? [:]
        guard let claims: TokenClaims = StrictJSON.decode(payload, userInfo: userInfo) else { throw .malformedClaims }
        return claims
    }
}
