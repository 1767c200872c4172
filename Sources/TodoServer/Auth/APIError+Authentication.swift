import HTTPTypes

extension APIError {
    /// No token came with the request; RFC 6750 section 3.1 wants no error code then.
    static let missingToken = unauthorized("Authorization header is required", challenge: #"Bearer realm="todo""#)

    static let malformedToken = invalidToken("Invalid token format")
    static let invalidSignature = invalidToken("Invalid token signature")
    static let expiredToken = invalidToken("Token has expired")
    static let invalidClaims = invalidToken("Invalid or expired token")
    static let missingUserID = invalidToken("Invalid token: missing user_id")

    private static func invalidToken(_ message: String) -> APIError {
        unauthorized(
            message,
            challenge: #"Bearer realm="todo", error="invalid_token", error_description="\#(message)""#
        )
    }

    private static func unauthorized(_ message: String, challenge: String) -> APIError {
        APIError(
            status: .unauthorized,
            code: "UNAUTHORIZED",
            message: message,
            headers: [.wwwAuthenticate: challenge]
        )
    }
}
