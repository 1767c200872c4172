import HTTPTypes
import TodoCore

extension APIError {
    /// The one place where what can go wrong in the core becomes a status code.
    init(_ error: TodoError) {
        switch error.code {
        case .validation:
            self = .validation(error.details)
        case .notFound:
            self = APIError(status: .notFound, code: "NOT_FOUND", message: error.message)
        case .unknownUser:
            // The token outlived its user: whoever holds it signs in again, which a deleted user cannot.
            self = .invalidClaims
        case .preconditionFailed:
            self = APIError(
                status: .preconditionFailed,
                code: "PRECONDITION_FAILED",
                message: error.message,
                headers: error.currentVersion.map { [.eTag: EntityTag($0).description] } ?? [:]
            )
        case .idempotencyKeyReused:
            self = APIError(status: .unprocessableContent, code: "IDEMPOTENCY_KEY_REUSED", message: error.message)
        case .conflict:
            self = APIError(status: .conflict, code: "CONFLICT", message: error.message, headers: [.retryAfter: "1"])
        case .unavailable, .outcomeUnknown, .cancelled:
            self = .unavailable(error.message)
        case .internal:
            self = .defect
        }
    }
}
