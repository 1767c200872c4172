/// What a client without a believable token is told.
public enum UnauthorizedMessage: String, Sendable, Hashable, CaseIterable {
    /// No token was sent.
    case missingToken = "Authorization header is required"
    /// What was sent cannot be read as a token.
    case malformedToken = "Invalid token format"
    /// No key that is known made its signature, or none that may.
    case invalidSignature = "Invalid token signature"
    /// Its time is over; a frontend gets a new one.
    case expiredToken = "Token has expired"
    /// It is for another service, another issuer or another time.
    case invalidClaims = "Invalid or expired token"
    /// It names no user.
    ///
    case missingUserID = "Invalid token: missing user_id"
}

extension TokenRejection {
    /// What a client is told of this reason: little, so that it does not help whoever tries to forge.
    public var message: UnauthorizedMessage {
        switch self {
        case .malformed, .malformedHeader, .malformedClaims: .malformedToken
        case .algorithmNotAllowed, .unknownKey, .ambiguousKey, .criticalExtensions, .wrongSignature: .invalidSignature
        case .expired: .expiredToken
        case .wrongType, .missingExpiry, .notYetValid, .issuedInTheFuture, .wrongIssuer, .wrongAudience: .invalidClaims
        case .missingUser: .missingUserID
        }
    }
}
