import TodoCore

/// What the tokens of one issuer must say.
public struct TokenExpectations: Sendable, Hashable {
    /// How far the clocks of issuer and verifier may be apart, in seconds.
    public static let leeway = 60.0

    /// When set, the claim `iss` must equal it.
    public let issuer: String?
    /// When set, the claim `aud` must equal or contain it.
    public let audience: String?

    /// What is not given is not asked for.
    public init(issuer: String? = nil, audience: String? = nil) {
        self.issuer = issuer
        self.audience = audience
    }

    /// Judges the claims of a token whose signature is right, but for its times.
    func check(_ claims: TokenClaims) throws(TokenRejection) {
        if let issuer {
            guard let named = claims.issuer, Self.isIdentical(named, issuer) else { throw .wrongIssuer }
        }
        if let audience {
            guard let named = claims.audience, named.contains(where: { Self.isIdentical($0, audience) }) else {
                throw .wrongAudience
            }
        }
    }

    /// Compared without any transformation (RFC 7519 section 2): `==` would hold names equal that are only canonically equivalent.
    private static func isIdentical(_ left: String, _ right: String) -> Bool {
        left.utf8.elementsEqual(right.utf8)
    }
}
