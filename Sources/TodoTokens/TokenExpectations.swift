import TodoCore

/// What the tokens of one issuer must say.
public struct TokenExpectations: Sendable, Hashable {
    /// How far the clocks of issuer and verifier may be apart, in seconds.
    public static let leeway = 60.0

    /// When set, the claim `iss` must equal it.
    public let issuer: String?
    /// When set, the claim `aud` must equal or contain it.
    public let audience: String?

    public init(issuer: String? = nil, audience: String? = nil) {
        self.issuer = issuer
        self.audience = audience
    }

    /// Judges the claims of a token whose signature is right.
    ///
    /// - Returns: when the token is valid, which `now` is within.
    func check(_ claims: TokenClaims, now: Timestamp) throws(TokenRejection) -> TokenLifetime {
        let lifetime = try TokenLifetime(claims)
        try lifetime.check(now: now)
        if let issuer {
            guard claims.issuer == issuer else { throw .wrongIssuer }
        }
        if let audience {
            guard claims.audience?.contains(audience) == true else { throw .wrongAudience }
        }
        return lifetime
    }
}
