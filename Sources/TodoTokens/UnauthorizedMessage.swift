/// What a client without a believable token is told.
public enum UnauthorizedMessage: String, Sendable, Hashable, CaseIterable {
    case missingToken = "Authorization header is required"
    case malformedToken = "Invalid token format"
    case invalidSignature = "Invalid token signature"
    case expiredToken = "Token has expired"
    case invalidClaims = "Invalid or expired token"
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
