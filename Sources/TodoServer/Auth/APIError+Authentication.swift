import HTTPTypes
import TodoTokens

extension APIError {
    /// No token came with the request; RFC 6750 section 3.1 wants no error code then.
    static let missingToken = unauthorized(.missingToken, challenge: #"Bearer realm="todo""#)

    static let malformedToken = invalidToken(.malformedToken)
    static let invalidSignature = invalidToken(.invalidSignature)
    static let expiredToken = invalidToken(.expiredToken)
    static let invalidClaims = invalidToken(.invalidClaims)
    static let missingUserID = invalidToken(.missingUserID)

    /// What a client is told of a refusal.
    init(_ rejection: TokenRejection) {
        self =
            switch rejection.message {
            case .missingToken: .missingToken
            case .malformedToken: .malformedToken
            case .invalidSignature: .invalidSignature
            case .expiredToken: .expiredToken
            case .invalidClaims: .invalidClaims
            case .missingUserID: .missingUserID
            }
    }

    private static func invalidToken(_ message: UnauthorizedMessage) -> APIError {
        unauthorized(
            message,
            challenge: #"Bearer realm="todo", error="invalid_token", error_description="\#(message.rawValue)""#
        )
    }

    private static func unauthorized(_ message: UnauthorizedMessage, challenge: String) -> APIError {
        APIError(
            status: .unauthorized,
            code: "UNAUTHORIZED",
            message: message.rawValue,
            headers: [.wwwAuthenticate: challenge]
        )
    }
}
