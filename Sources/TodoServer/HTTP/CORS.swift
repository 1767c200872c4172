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

    /// What answers carry that any origin may read, where that is allowed.
    private let linesForAny: ResponseHead.Lines?
    /// What answers carry that these origins may read; in an array, since a text is compared with a few faster than it is hashed.
    private let linesByOrigin: [(origin: String, lines: ResponseHead.Lines)]

    init(_ allowed: ServerSettings.AllowedOrigins) {
        switch allowed {
        case .any:
            linesForAny = Self.lines(allowing: "*")
            linesByOrigin = []
        case .only(let origins):
            linesForAny = nil
            linesByOrigin = origins.map { ($0, Self.lines(allowing: $0)) }
        }
    }

    /// Adds what every answer to a request with this `Origin` carries; without the header there is nothing to allow.
    ///
    /// Scheme and host compare without regard to case.
    func addHeaders(to head: inout ResponseHead, origin: String?) {
        guard let origin else { return }
        if let lines = linesForAny ?? lines(for: origin) {
            head.append(lines)
        } else if lines(for: origin.lowercased()) != nil {
            head.append(Self.lines(allowing: origin))
        }
    }

    /// Adds what an answer carries when nothing is known of the request's `Origin`: it can only be right where there is one origin.
    func addHeadersForUnreadableRequest(to head: inout ResponseHead) {
        if let lines = linesForAny ?? (linesByOrigin.count == 1 ? linesByOrigin[0].lines : nil) { head.append(lines) }
    }

    private func lines(for origin: String) -> ResponseHead.Lines? {
        linesByOrigin.first { $0.origin == origin }?.lines
    }

    private static func lines(allowing origin: String) -> ResponseHead.Lines {
        [.accessControlAllowOrigin: origin, .accessControlExposeHeaders: exposedHeaders]
    }

    /// Adds what the answer to a preflight says beyond the origin; the same for every path.
    func addPreflightHeaders(to head: inout ResponseHead) {
        head.append(Self.preflightLines)
    }

    private static let preflightLines: ResponseHead.Lines = [
        .accessControlAllowMethods: methods, .accessControlAllowHeaders: requestHeaders, .accessControlMaxAge: "600",
    ]
}
