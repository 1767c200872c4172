package import TodoTokens

/// Why an issuer's keys could not be had, as an operator needs to know it.
package enum JWKSError: Error, Sendable, Hashable {
    /// No whole answer came within this time.
    case timedOut(Duration)
    /// The host's name is not known.
    case unknownHost
    /// Nothing could be connected to.
    case unreachable(String)
    /// The host's certificate was not accepted, or no encrypted connection came about.
    case notTrusted(String)
    /// The connection ended before the answer did.
    case brokenOff
    /// The answer is no proper HTTP.
    case malformedHTTP
    /// The status is not 200.
    case status(Int)
    /// A redirect leads to where no keys are fetched from.
    case redirect(JWKSURL.Refusal)
    /// One redirect followed another.
    case tooManyRedirects
    /// The answer has more bytes than this.
    case tooLarge(Int)
    /// The answer is no JSON object with an array `keys`.
    case notAKeySet
    /// There is no key in the set, or none of them can be used.
    case noUsableKey(entries: Int)
    /// Whoever asked did not wait.
    case cancelled
}

extension JWKSError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .timedOut(let limit): "no answer within \(limit.components.seconds) s"
        case .unknownHost: "the host's name cannot be resolved"
        case .unreachable(let reason): "cannot connect: \(reason)"
        case .notTrusted(let reason): "no trusted TLS connection: \(reason)"
        case .brokenOff: "the connection ended before the answer did"
        case .malformedHTTP: "the answer is not proper HTTP"
        case .status(let code): "HTTP \(code)"
        case .redirect(.insecure): "a redirect leads to http on another host, or away from https"
        case .redirect(.credentials): "a redirect leads to a URL with a user or password"
        case .redirect(.notHTTP), .redirect(.malformed): "a redirect leads to what is no http or https URL"
        case .tooManyRedirects: "more than \(JWKSClient.maximumRedirects) redirects"
        case .tooLarge(let limit): "the answer is larger than \(limit) bytes"
        case .notAKeySet: "the answer is not a JWK set (RFC 7517): a JSON object with an array \"keys\""
        case .noUsableKey(entries: 0): "the JWK set is empty"
        case .noUsableKey(let entries): "none of the \(entries) entries of the JWK set can be used"
        case .cancelled: "cancelled"
        }
    }
}
