import HTTPTypes
import TodoSettings

/// Which origins a browser lets read the answers, by the CORS protocol of the Fetch standard.
///
/// Credentials are never allowed.
struct CORS: Sendable {
    static let methods = "GET, POST, PUT, DELETE, PATCH, OPTIONS, HEAD"

    /// What a script may send.
    static let requestHeaders =
        "Content-Type, Authorization, If-Match, If-None-Match, Idempotency-Key, Prefer, X-Request-Id, traceparent"

    /// What a script may read, beyond what it always may.
    static let exposedHeaders =
        "Allow, ETag, Idempotency-Replayed, Link, Location, Preference-Applied, Retry-After, WWW-Authenticate, X-Request-Id, "
        + "X-Total-Count"

    private let allowed: ServerSettings.AllowedOrigins
    /// The only origin there is, for answers to requests whose `Origin` could not be read.
    private let soleOrigin: String?

    init(_ allowed: ServerSettings.AllowedOrigins) {
        self.allowed = allowed
        switch allowed {
        case .any: soleOrigin = "*"
        case .only(let origins): soleOrigin = origins.count == 1 ? origins.first : nil
        }
    }

    /// Adds what every answer to a request with this `Origin` carries; without the header there is nothing to allow.
    func addHeaders(to head: inout ResponseHead, origin: String?) {
        guard let origin, let value = allowedValue(origin) else { return }
        addHeaders(to: &head, allowing: value)
    }

    /// Adds what an answer carries when nothing is known of the request's `Origin`.
    func addHeadersForUnreadableRequest(to head: inout ResponseHead) {
        if let soleOrigin { addHeaders(to: &head, allowing: soleOrigin) }
    }

    /// Adds what the answer to a preflight says beyond the origin; the same for every path.
    func addPreflightHeaders(to head: inout ResponseHead) {
        head.append(Self.preflightLines)
    }

    private static let preflightLines: ResponseHead.Lines = [
        .accessControlAllowMethods: methods, .accessControlAllowHeaders: requestHeaders, .accessControlMaxAge: "600",
    ]

    private func addHeaders(to head: inout ResponseHead, allowing value: String) {
        head.append(.accessControlAllowOrigin, value)
        head.append(Self.exposureLine)
    }

    private static let exposureLine: ResponseHead.Lines = [.accessControlExposeHeaders: exposedHeaders]

    /// What to answer an origin with, or `nil` when it is not allowed; scheme and host compare without regard to case.
    private func allowedValue(_ origin: String) -> String? {
        switch allowed {
        case .any: "*"
        case .only(let origins): origins.contains(origin) || origins.contains(origin.lowercased()) ? origin : nil
        }
    }
}
