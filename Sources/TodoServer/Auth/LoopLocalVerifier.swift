import JWKSClient
import NIOCore
import TodoCore
import TodoTokens

/// Verifies tokens with the keys as they are now, and remembers on each event loop the tokens that were good there.
///
/// So no lock and no other thread is on the way of a request; a token that comes in on several loops is verified once on each.
/// When keys have changed, which each loop sees at its next token, it forgets all that it remembered.
struct LoopLocalVerifier: Sendable {
    struct Verdict {
        let result: Result<UserID, TokenRejection>
        /// Whether keys of the issuer were among those that it was judged by, where there is an issuer.
        let issuerHasAnswered: Bool
    }

    /// What tokens are verified with until the keys change.
    private struct Current: Sendable {
        let keys: JWKSSource.Snapshot
        var verifier: CachingTokenVerifier

        init(_ keys: JWKSSource.Snapshot, userIDClaim: [String]?) {
            self.keys = keys
            verifier = CachingTokenVerifier(TokenVerifier(keys: keys.keySet, userIDClaim: userIDClaim))
        }

        mutating func verdict(on token: Substring, now: Timestamp, _ metrics: TokenMetrics) -> Verdict {
            let result = Result { () throws(TokenRejection) in try verifier.verification(of: token, now: now) }
            metrics.judged(result)
            return Verdict(result: result.map(\.user), issuerHasAnswered: keys.hasAnswered)
        }
    }

    private let keys: TrustedKeys
    private let userIDClaim: [String]?
    private let metrics: TokenMetrics
    private let current: LoopLocal<Current>

    init(keys: TrustedKeys, userIDClaim: [String]?, metrics: TokenMetrics, loops: [any EventLoop]) {
        self.keys = keys
        self.metrics = metrics
        self.userIDClaim = userIDClaim
        current = LoopLocal(loops, Current(keys.snapshot, userIDClaim: userIDClaim))
    }

    /// Judges a token; on none of the loops nothing is remembered.
    func verdict(on token: Substring, now: Timestamp) -> Verdict {
        let verdict = current.withValue { current in
            if current.keys.generation != keys.generation {
                current = Current(keys.snapshot, userIDClaim: userIDClaim)
            }
            return current.verdict(on: token, now: now, metrics)
        }
        if let verdict { return verdict }
        var current = Current(keys.snapshot, userIDClaim: userIDClaim)
        return current.verdict(on: token, now: now, metrics)
    }
}
