import Crypto
import TodoCore
import TodoSettings

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Tells whose token it is, or refuses it, by the rules of RFC 8725: one key, one algorithm, everything explicit.
///
/// The signature is checked with swift-crypto's HMAC and not by jwt-kit's key collection: that is an actor, shared by all
/// event loops; it chooses the algorithm by the token's header; and its base64 takes what RFC 7515 does not.
struct TokenVerifier: Sendable {
    /// How far the clocks of issuer and server may be apart, in seconds.
    static let leeway = 60.0

    private let key: SymmetricKey
    private let issuer: String?
    private let audience: String?
    private let userIDClaim: [String]?

    init(_ settings: AuthenticationSettings) {
        key = SymmetricKey(data: Array(settings.secret.reveal().utf8))
        issuer = settings.issuer
        audience = settings.audience
        userIDClaim = settings.userIDClaim
    }

    /// The user that the request's token speaks for.
    ///
    /// - Parameters:
    ///   - authorization: the values of all `Authorization` fields; more than one says nothing certain.
    ///   - now: what `exp`, `nbf` and `iat` are judged by.
    /// - Returns: whose tasks the request is about.
    /// - Throws: ``APIError`` with status 401.
    func verify(authorization: [String], now: Timestamp) throws(APIError) -> UserID {
        guard let value = authorization.first else { throw .missingToken }
        guard authorization.count == 1 else { throw .malformedToken }
        return try verify(token: Self.bearerToken(value), now: now)
    }

    /// The token of `Bearer <token>`, the scheme in any case (RFC 6750 section 2.1).
    private static func bearerToken(_ value: String) throws(APIError) -> Substring {
        guard let space = value.utf8.firstIndex(of: UInt8(ascii: " ")), value[..<space].lowercased() == "bearer" else {
            throw .missingToken
        }
        let rest = value[space...]
        guard let start = rest.utf8.firstIndex(where: { $0 != UInt8(ascii: " ") }),
            let end = rest.utf8.lastIndex(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") })
        else { throw .missingToken }
        return rest[start...end]
    }

    private func verify(token: Substring, now: Timestamp) throws(APIError) -> UserID {
        let parts = token.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, let headerBytes = Base64URL.decode(parts[0]), let payload = Base64URL.decode(parts[1]),
            let signature = Base64URL.decode(parts[2]), let header: TokenHeader = Self.decode(headerBytes)
        else { throw .malformedToken }
        guard header.algorithm == "HS256", !header.hasCriticalExtensions else { throw .invalidSignature }
        guard header.isGeneralType else { throw .invalidClaims }

        let signed = Array(token.utf8[token.startIndex..<parts[1].endIndex])
        let isAuthentic = HMAC<SHA256>.isValidAuthenticationCode(signature, authenticating: signed, using: key)
        let claims: TokenClaims? = Self.decode(payload, userIDClaim: userIDClaim)
        guard let claims else { throw .malformedToken }
        guard isAuthentic else { throw .invalidSignature }
        try judge(claims, now: Double(now.microsecondsSinceEpoch) / 1_000_000)
        return try userID(claims)
    }

    private func judge(_ claims: TokenClaims, now: Double) throws(APIError) {
        guard case .value(let expiresAt) = claims.expiresAt else { throw .invalidClaims }
        guard now < expiresAt + Self.leeway else { throw .expiredToken }
        for start in [claims.notBefore, claims.issuedAt] {
            switch start {
            case .absent: break
            case .value(let start): guard start <= now + Self.leeway else { throw .invalidClaims }
            case .null, .mistyped: throw .invalidClaims
            }
        }
        if let issuer {
            guard claims.issuer == .value(issuer) else { throw .invalidClaims }
        }
        if let audience {
            guard claims.audience?.contains(audience) == true else { throw .invalidClaims }
        }
    }

    private func userID(_ claims: TokenClaims) throws(APIError) -> UserID {
        let named = claims.userIDs.filter { $0 != .absent && $0 != .null }
        guard let first = named.first, named.allSatisfy({ $0 == first }), case .value(let text) = first,
            let user = UserID(text)
        else { throw .missingUserID }
        return user
    }

    /// Decodes a part of the token, which must be a JSON object in UTF-8.
    private static func decode<Part: Decodable>(_ bytes: [UInt8], userIDClaim: [String]? = nil) -> Part? {
        guard String(validating: bytes, as: UTF8.self) != nil, !bytes.contains(0) else { return nil }
        let decoder = JSONDecoder()
        if let userIDClaim { decoder.userInfo[TokenClaims.userIDClaim] = userIDClaim }
        return try? decoder.decode(Part.self, from: Data(bytes))
    }
}
