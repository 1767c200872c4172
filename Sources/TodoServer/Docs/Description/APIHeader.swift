/// A response header that a client may read beyond those of every response.
enum APIHeader: String, Sendable, CaseIterable {
    case allow = "Allow"
    case eTag = "ETag"
    case idempotencyReplayed = "Idempotency-Replayed"
    case link = "Link"
    case preferenceApplied = "Preference-Applied"
    case retryAfter = "Retry-After"
    case wwwAuthenticate = "WWW-Authenticate"
    case xTotalCount = "X-Total-Count"
}
