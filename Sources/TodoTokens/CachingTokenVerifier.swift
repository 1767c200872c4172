import Crypto
public import TodoCore

/// A verifier that remembers which tokens it has found good, and judges of those their time alone.
///
/// It never judges otherwise than the ``TokenVerifier`` it is made of:
/// - A token is known by the SHA-256 of its whole text. To be taken for another's, one must be found that has the same;
///   so comparing digests need not take constant time, and neither text nor signature is kept.
/// - `exp`, `nbf` and `iat` are judged each time, by the same code.
/// - Refusals are not remembered, so what is forged takes no room.
/// - Other keys make another verifier, which remembers nothing: a token never outlives its key.
public struct CachingTokenVerifier: Sendable {
    private let verifier: TokenVerifier
    private(set) var cache: TokenCache

    /// Remembers what this verifier finds good: 4096 tokens at most, each with its user, its times and a digest.
    public init(_ verifier: TokenVerifier) {
        self.init(verifier, cache: TokenCache())
    }

    init(_ verifier: TokenVerifier, cache: TokenCache) {
        self.verifier = verifier
        self.cache = cache
    }

    /// A token that was found good.
    public struct Verification: Sendable, Hashable {
        /// Whom the token speaks for.
        public let user: UserID
        /// Whether only its time had to be judged.
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
        let digest = Self.digest(token)
        if let known = cache.token(digest) {
            do {
                try known.lifetime.check(now: now)
            } catch {
                cache.remove(digest)
                throw error
            }
            return Verification(user: known.user, wasRemembered: true)
        }
        let verified = try verifier.verified(token, now: now)
        cache.insert(verified, for: digest)
        return Verification(user: verified.user, wasRemembered: false)
    }

    static func digest(_ token: Substring) -> SHA256Digest {
        var token = token
        return token.withUTF8 { bytes in
            var hash = SHA256()
            hash.update(bufferPointer: UnsafeRawBufferPointer(bytes))
            return hash.finalize()
        }
    }
}
