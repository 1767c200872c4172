public import TodoCore

/// Tells whose token it is, or refuses it, by the rules of RFC 8725: one key, one algorithm, everything explicit.
///
/// The signature is checked with swift-crypto and not by jwt-kit's key collection: that is an actor, shared by all event
/// loops; it chooses the algorithm by the token's header; and its base64 takes what RFC 7515 does not.
public struct TokenVerifier: Sendable {
    let keys: KeySet
    let userIDClaim: [String]?

    /// - Parameters:
    ///   - keys: whose signatures are believed.
    ///   - userIDClaim: the path of names to the claim that holds the user id; `nil` stands for `user_id`, else `sub`.
    public init(keys: KeySet, userIDClaim: [String]? = nil) {
        self.keys = keys
        self.userIDClaim = userIDClaim
    }

    /// The user that the token speaks for.
    ///
    /// - Parameters:
    ///   - token: the three parts, and nothing around them.
    ///   - now: what `exp`, `nbf` and `iat` are judged by.
    /// - Returns: the user, whose name nothing was done to.
    /// - Throws: ``TokenRejection``
    public func verify(_ token: Substring, now: Timestamp) throws(TokenRejection) -> UserID {
        try judgement(of: token).user(now: now)
    }

    /// What holds at any time of a token whose signature is right; throws when it is not.
    func judgement(of token: Substring) throws(TokenRejection) -> TokenJudgement {
        let token = try SignedToken(token)
        guard let algorithm = token.header.algorithm.flatMap(SignatureAlgorithm.init) else {
            throw .algorithmNotAllowed(token.header.algorithm)
        }
        let candidates = try keys.candidates(for: algorithm, id: token.header.keyID)
        guard !token.header.hasCriticalExtensions else { throw .criticalExtensions }
        guard token.header.isGeneralType else { throw .wrongType(token.header.type) }

        let claims = try token.claims(userIDClaim: userIDClaim)
        guard let signer = candidates.first(where: { $0.signed(token, by: algorithm) }) else { throw .wrongSignature }
        let result = Result { () throws(TokenRejection) in
            try signer.expectations.check(claims)
            return try claims.user()
        }
        return TokenJudgement(lifetime: TokenLifetime(claims), result: result)
    }
}
