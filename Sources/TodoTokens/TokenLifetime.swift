import TodoCore

/// From when to when a token is valid (RFC 7519 sections 4.1.4 to 4.1.6), in seconds since 1970 with fractions.
struct TokenLifetime: Sendable, Hashable {
    let expiresAt: Double
    /// Infinite when the claim is no number: such a token never becomes valid.
    let notBefore: Double
    /// As ``notBefore``.
    let issuedAt: Double

    init(expiresAt: Double, notBefore: Double, issuedAt: Double) {
        self.expiresAt = expiresAt
        self.notBefore = notBefore
        self.issuedAt = issuedAt
    }

    init(_ claims: TokenClaims) throws(TokenRejection) {
        guard case .value(let expiresAt) = claims.expiresAt else { throw .missingExpiry }
        self.init(
            expiresAt: expiresAt,
            notBefore: Self.start(claims.notBefore),
            issuedAt: Self.start(claims.issuedAt)
        )
    }

    /// Whether the time is right, give or take the ``TokenExpectations/leeway``.
    func check(now: Timestamp) throws(TokenRejection) {
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
