public import TodoCore

/// What becomes of a token, and what it says, for whoever wants to know why.
public struct TokenInspection: Sendable {
    /// How a check ended.
    public enum Outcome: String, Sendable, Hashable, Encodable {
        /// The token has what is asked for.
        case passed
        /// It was refused for this.
        case failed
        /// An earlier check failed.
        case notReached = "not reached"
    }

    /// The user, or why the token is refused: ``TokenVerifier/verify(_:now:)`` itself decided.
    public let verdict: Result<UserID, TokenRejection>
    /// What its header says, if it can be read.
    public let header: TokenHeader?
    /// What its claims say, if they can be read; only a signer makes them true.
    public let claims: TokenClaims?
    /// The keys that its header lets it be verified with.
    public let keys: [VerificationKey]
    /// What the tokens of the key that made the signature must say; `nil` when none did.
    public let expectations: TokenExpectations?

    /// How this check ended, by ``verdict``.
    public func outcome(of check: TokenCheck) -> Outcome {
        guard case .failure(let rejection) = verdict, check >= rejection.check else { return .passed }
        return check == rejection.check ? .failed : .notReached
    }
}

extension TokenVerifier {
    /// Judges the token as ``verify(_:now:)`` does, and gathers what it says.
    ///
    /// Nothing that it says can be relied on unless its check passed.
    ///
    /// - Parameters:
    ///   - token: the three parts, and nothing around them.
    ///   - now: what `exp`, `nbf` and `iat` are judged by.
    /// - Returns: the verdict and what it was based on.
    public func inspect(_ token: Substring, now: Timestamp) -> TokenInspection {
        let verdict = Result { () throws(TokenRejection) in try verify(token, now: now) }
        guard let parts = try? SignedToken(token) else {
            return TokenInspection(verdict: verdict, header: nil, claims: nil, keys: [], expectations: nil)
        }
        let algorithm = parts.header.algorithm.flatMap(SignatureAlgorithm.init)
        let candidates = algorithm.flatMap { try? keys.candidates(for: $0, id: parts.header.keyID) } ?? []
        return TokenInspection(
            verdict: verdict,
            header: parts.header,
            claims: try? parts.claims(userIDClaim: userIDClaim),
            keys: candidates.map(\.key),
            expectations: candidates.first { candidate in algorithm.map { candidate.signed(parts, by: $0) } ?? false }?
                .expectations
        )
    }
}
