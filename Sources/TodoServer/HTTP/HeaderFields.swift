import HTTPTypes

extension HTTPField.Name {
    /// `Host`, which the package has for itself, since HTTP/2 has `:authority` in its place.
    static let hostField = name("Host")
    static let idempotencyKey = name("Idempotency-Key")
    static let idempotencyReplayed = name("Idempotency-Replayed")
    static let link = name("Link")
    static let prefer = name("Prefer")
    static let preferenceApplied = name("Preference-Applied")
    static let referrerPolicy = name("Referrer-Policy")
    static let xForwardedProto = name("X-Forwarded-Proto")
    static let xRequestID = name("X-Request-Id")
    static let xTotalCount = name("X-Total-Count")

    private static func name(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("BUG: \(text) is no field name") }
        return name
    }
}
