/// A field that the head of a response may have, beyond those that frame the message (`Content-Type`, `Date` and the like).
enum APIHeader: String, Sendable, CaseIterable {
    case accept = "Accept"
    case acceptEncoding = "Accept-Encoding"
    case accessControlAllowHeaders = "Access-Control-Allow-Headers"
    case accessControlAllowMethods = "Access-Control-Allow-Methods"
    case accessControlAllowOrigin = "Access-Control-Allow-Origin"
    case accessControlExposeHeaders = "Access-Control-Expose-Headers"
    case accessControlMaxAge = "Access-Control-Max-Age"
    case allow = "Allow"
    case cacheControl = "Cache-Control"
    case contentSecurityPolicy = "Content-Security-Policy"
    case eTag = "ETag"
    case idempotencyReplayed = "Idempotency-Replayed"
    case link = "Link"
    case location = "Location"
    case preferenceApplied = "Preference-Applied"
    case referrerPolicy = "Referrer-Policy"
    case retryAfter = "Retry-After"
    case vary = "Vary"
    case wwwAuthenticate = "WWW-Authenticate"
    case xContentTypeOptions = "X-Content-Type-Options"
    case xRequestID = "X-Request-Id"
    case xTotalCount = "X-Total-Count"

    /// What every response has; of these, CORS is for browsers alone.
    static let ofEveryResponse: [APIHeader] = [
        .xRequestID, .cacheControl, .vary, .xContentTypeOptions, .accessControlAllowOrigin, .accessControlExposeHeaders,
    ]

    /// Whether it comes with every response that lists it, rather than with some of them.
    var isAlwaysThere: Bool {
        switch self {
        case .accessControlAllowOrigin, .accessControlExposeHeaders, .idempotencyReplayed, .link, .preferenceApplied,
            .xTotalCount:
            false
        default:
            true
        }
    }
}
