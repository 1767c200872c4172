import JWKSClient
import TodoCore
import TodoSettings
import TodoTokens

/// What the server does with a request that brings a token.
enum TokenAnswer {
    /// It serves this user.
    case accepted(UserID)
    /// It answers with this status and message.
    case refused(status: Int, message: String, remedy: String?)
    /// It has keys that cannot be fetched from here.
    case unknown(reason: String)

    init(_ inspection: TokenInspection, of token: Substring, keys: KnownKeys) {
        switch inspection.verdict {
        case .success(let user): self = .accepted(user)
        case .failure where token.isEmpty:
            self = .refused(
                status: 401,
                message: UnauthorizedMessage.missingToken.rawValue,
                remedy: "send the header field Authorization with Bearer and the token"
            )
        case .failure(let rejection):
            guard rejection.isForWantOfAKey, let url = keys.url, case .failure(let error) = keys.issued else {
                self = .refused(status: 401, message: rejection.message.rawValue, remedy: rejection.remedy)
                return
            }
            // As the server has it: without any key of the issuer's, it is not the token's fault.
            guard keys.server?.lastFetched == nil else {
                self = .unknown(reason: "the server's keys cannot be fetched from \(url) now: \(error)")
                return
            }
            self = .refused(
                status: 503,
                message: TodoError.unavailable().message,
                remedy: "see to it that the server can fetch keys from \(url): \(error)"
            )
        }
    }

    /// Of the command that asked.
    var exitStatus: Int32 {
        switch self {
        case .accepted: 0
        case .refused(status: 401, message: _, remedy: _): 1
        case .refused, .unknown: ExitStatus.unavailable
        }
    }
}
