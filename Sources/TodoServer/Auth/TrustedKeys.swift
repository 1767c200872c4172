import JWKSClient
import Logging
import NIOCore
import TodoCore
import TodoPostgres
import TodoSettings
import TodoTokens

/// The keys that tokens are verified with: the secret, an issuer's keys as they are now, or both.
struct TrustedKeys: Sendable {
    /// Verifies HS256, where the settings have one.
    let secret: KeySet.Source?
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
        let secret = settings.secret.map { secret in
            KeySet.Source(
                keys: [VerificationKey(secret: Array(secret.reveal().utf8))],
                expectations: TokenExpectations(issuer: settings.issuer, audience: settings.audience)
            )
        }
        self.secret = secret
        fixed = JWKSSource.Snapshot(keySet: KeySet(secret.map { [$0] } ?? []), generation: 0, hasAnswered: true)
        issuer = settings.jwks.map { jwks in
            let expectations = TokenExpectations(issuer: jwks.issuer, audience: jwks.audience)
            return JWKSSource(
                url: jwks.url,
                fetch: fetch,
                keySet: { keys in
                    let issued = KeySet.Source(keys: keys, expectations: expectations)
                    return KeySet(secret.map { [$0, issued] } ?? [issued])
                },
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
        guard secret == nil, let status = issuer?.status, let reason = status.reasonForNoKeys else { return .ready }
        return .notReady(cause: "no keys of the issuer at \(status.url): \(reason)")
    }
}
