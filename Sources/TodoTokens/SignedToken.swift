#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A token taken apart: JWS compact serialisation (RFC 7515 section 7.1), nothing about it believed yet.
struct SignedToken {
    let header: TokenHeader
    /// What the signature is over: header and claims as they were sent.
    let content: [UInt8]
    let signature: [UInt8]
    private let payload: [UInt8]

    init(_ text: Substring) throws(TokenRejection) {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Base64URL.decode(parts[0]), let payload = Base64URL.decode(parts[1]),
            let signature = Base64URL.decode(parts[2])
        else { throw .malformed }
        guard let header: TokenHeader = Self.decode(header) else { throw .malformedHeader }
        self.header = header
        self.payload = payload
        self.signature = signature
        content = Array(text.utf8[text.startIndex..<parts[1].endIndex])
    }

    func claims(userIDClaim: [String]?) throws(TokenRejection) -> TokenClaims {
        guard let claims: TokenClaims = Self.decode(payload, userIDClaim: userIDClaim) else { throw .malformedClaims }
        return claims
    }

    /// Decodes a part of the token, which must be a JSON object in UTF-8.
    private static func decode<Part: Decodable>(_ bytes: [UInt8], userIDClaim: [String]? = nil) -> Part? {
        // The decoder would take UTF-16 and UTF-32 too, which it tells by their NUL bytes.
        guard String(validating: bytes, as: UTF8.self) != nil, !bytes.contains(0) else { return nil }
        let decoder = JSONDecoder()
        if let userIDClaim { decoder.userInfo[TokenClaims.userIDClaim] = userIDClaim }
        return try? decoder.decode(Part.self, from: Data(bytes))
    }
}
