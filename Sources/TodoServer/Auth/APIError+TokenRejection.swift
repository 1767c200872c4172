import TodoTokens

extension APIError {
    /// What a client is told of a refusal: the only place where one becomes an answer.
    init(_ rejection: TokenRejection) {
        self =
            switch rejection {
            case .malformed, .malformedClaims: .malformedToken
            case .algorithmNotAllowed, .unknownKey, .ambiguousKey, .criticalExtensions, .wrongSignature:
                .invalidSignature
            case .expired: .expiredToken
            case .wrongType, .missingExpiry, .notYetValid, .issuedInTheFuture, .wrongIssuer, .wrongAudience:
                .invalidClaims
            case .missingUser: .missingUserID
            }
    }
}
