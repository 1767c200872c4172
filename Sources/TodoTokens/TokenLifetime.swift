import TodoCore

/// From when to when a token is valid (RFC 7519 sections 4.1.4 to 4.1.6), in seconds since 1970 with fractions.
struct TokenLifetime: Sendable, Hashable {
    /// `nil` when no number says so: such a token is never valid.
    let expiresAt: Double?
    /// Infinite when the claim is there and no number: such a token never becomes valid.
    let notBefore: Double
    /// As ``notBefore``.
    let issuedAt: Double

    /// Has neither beginning nor end.
    static let unlimited = TokenLifetime(expiresAt: .infinity, notBefore: -.infinity, issuedAt: -.infinity)

    init(expiresAt: Double?, notBefore: Double, issuedAt: Double) {
        self.expiresAt = expiresAt
        self.notBefore = notBefore
        self.issuedAt = issuedAt
    }

    init(_ claims: TokenClaims) {
        let expiresAt: Double? = if case .value(let time) = claims.expiresAt { time } else { nil }
        self.init(
            expiresAt: expiresAt,
            notBefore: Self.start(claims.notBefore),
            issuedAt: Self.start(claims.issuedAt)
        )
    }

    /// Whether the time is right, give or take the ``TokenExpectations/leeway``.
    func check(now: Timestamp) throws(TokenRejection) {
        guard let expiresAt else { throw .missingExpiry }
        let now = Double(now.microsecondsSinceEpoch) / 1_000_000
        guard now < expiresAt + TokenExpectations.leeway else { throw .expired(expiresAt) }
        guard notBefore <= now + TokenExpectations.leeway else { throw .notYetValid }
        guard issuedAt <= now + TokenExpectations.leeway else { throw .issuedInTheFuture }
    }

    private static func start(_ claim: FieldInput<Double>) -> Double {
        switch claim {
        case .absent: -.infinity
        case .value(let start): start
        case .null, .mistyped: .infinity
        }
    }
}
