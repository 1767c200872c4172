import TodoTokens

extension TokenRejection {
    /// What usually helps, where that is known.
    var remedy: String? {
        switch self {
        case .malformed:
            "send the token alone; null or undefined means that the frontend asked before it had a session"
        case .algorithmNotAllowed:
            "sign with HS256 and BETTER_AUTH_SECRET, or with a key of the issuer's JWKS and its own algorithm"
        case .unknownKey:
            "let the server know the issuer of the token: see BETTER_AUTH_URL and JWKS_URL"
        case .ambiguousKey: "have the issuer name its key in kid"
        case .wrongType: "send an access token; Better Auth's are had from /api/auth/token, not from its cookies"
        case .wrongSignature:
            "use the same key on both sides; a secret without a line feed behind it and quotation marks around it"
        case .missingExpiry: "have the issuer set exp, in seconds since 1970"
        case .expired: "get a fresh token; if this one is fresh, set the clocks of both machines"
        case .notYetValid, .issuedInTheFuture:
            "set the clocks of both machines; the times in a token are in seconds since 1970, not in milliseconds"
        case .wrongIssuer: "set JWT_ISSUER to what the issuer calls itself, to the letter"
        case .wrongAudience: "set JWT_AUDIENCE to what the issuer's tokens are for, to the letter"
        case .missingUser: "put the user id into user_id or sub, or name its claim in JWT_USER_ID_CLAIM"
        case .malformedHeader, .malformedClaims, .criticalExtensions: nil
        }
    }
}
