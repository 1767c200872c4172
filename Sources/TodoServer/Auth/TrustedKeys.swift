import JWKSClient
import Logging
import NIOCore
import TodoCore
import TodoPostgres
import TodoSettings
import TodoTokens

/// The keys that tokens are verified with: the secret, an issuer's keys as they are now, or both.
struct TrustedKeys: Sendable {
    /// Whether there is a secret, which verifies HS256.
    let hasSecret: Bool
    /// Keeps the issuer's keys current, where there is one.
    let issuer: JWKSSource?

    private let fixed: JWKSSource.Snapshot

    /// - Parameters:
    ///   - settings: whose keys to trust.
    ///   - fetch: asks the issuer.
    ///   - clock: what measures how long its keys are used.
    ///   - now: the time of day.
    ///   - logger: told when the issuer's keys change.
    init(
        _ settings: AuthenticationSettings,
        fetch: @escaping JWKSSource.Fetch,
        clock: some Clock<Duration> = ContinuousClock(),
        now: @escaping @Sendable () -> Timestamp,
        logger: Logger
    ) {
        hasSecret = settings.secret != nil
        fixed = JWKSSource.Snapshot(keySet: settings.keySet(), generation: 0, hasAnswered: true)
        issuer = settings.jwks.map { jwks in
            JWKSSource(
                url: jwks.url,
                fetch: fetch,
                keySet: settings.keySet(issued:),
                clock: clock,
                now: now,
                logger: logger
            )
        }
    }

    /// All keys as they are now.
    var snapshot: JWKSSource.Snapshot { issuer?.snapshot ?? fixed }

    /// The generation of ``snapshot``, which tells whether keys are still the same, without a lock.
    var generation: Int { issuer?.generation ?? fixed.generation }

    /// Not ready while there is no key at all.
    var readiness: Readiness {
        guard !hasSecret, let status = issuer?.status, let reason = status.reasonForNoKeys else { return .ready }
        return .notReady(causes: ["no keys of the issuer at \(status.url): \(reason)"])
    }
}
