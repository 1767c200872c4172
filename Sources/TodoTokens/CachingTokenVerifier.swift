public import TodoCore

/// A verifier that remembers what it has found of tokens, good and forged, and then judges their time alone.
///
/// Clients go on with a token that has expired, or whose key has gone, until somebody signs in again.
///
/// It never judges otherwise than the ``TokenVerifier`` it is made of:
/// - A token is known by the SHA-256 of its whole text. To be taken for another's, one must be found that has the same;
///   so comparing digests need not take constant time, and neither text nor signature is kept.
/// - `exp`, `nbf` and `iat` are judged each time, by the same code.
/// - What is forged is remembered apart, so that it takes no room from what is signed; other refusals cost little.
/// - Other keys make another verifier, which remembers nothing: a token never outlives its key.
public struct CachingTokenVerifier: Sendable {
    private let verifier: TokenVerifier
    private(set) var signed: TokenCache
    private(set) var forged: TokenCache

    /// Remembers 4096 tokens at most that are signed, each with its user, its times and a digest, and 1024 that are not.
    public init(_ verifier: TokenVerifier) {
        self.init(verifier, signed: TokenCache(), forged: TokenCache(limits: TokenCache.Limits(tokens: 1024)))
    }

    init(_ verifier: TokenVerifier, signed: TokenCache, forged: TokenCache) {
        self.verifier = verifier
        self.signed = signed
        self.forged = forged
    }

    /// A token that was found good.
    public struct Verification: Sendable, Hashable {
        /// Whom the token speaks for.
        public let user: UserID
        /// Whether its time alone was judged.
        public let wasRemembered: Bool
    }

    /// The same as ``TokenVerifier/verify(_:now:)``.
    /// - Throws: ``TokenRejection``
    public mutating func verify(_ token: Substring, now: Timestamp) throws(TokenRejection) -> UserID {
        try verification(of: token, now: now).user
    }

    /// Judges a token as ``verify(_:now:)`` does, and tells whether it was remembered.
    /// - Throws: ``TokenRejection``
    public mutating func verification(of token: Substring, now: Timestamp) throws(TokenRejection) -> Verification {
        let digest = TokenDigest(token)
        if let known = signed.judgement(digest) ?? forged.judgement(digest) {
            return Verification(user: try known.user(now: now), wasRemembered: true)
        }
        let judgement: TokenJudgement
        do {
            judgement = try verifier.judgement(of: token)
        } catch {
            if error == .wrongSignature {
                forged.insert(TokenJudgement(lifetime: .unlimited, result: .failure(error)), for: digest)
            }
            throw error
        }
        signed.insert(judgement, for: digest)
        return Verification(user: try judgement.user(now: now), wasRemembered: false)
    }
}
