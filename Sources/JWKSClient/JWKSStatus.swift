public import TodoCore
public import TodoTokens

/// How it stands with an issuer's keys, for operators.
public struct JWKSStatus: Sendable {
    public struct Failure: Sendable, Hashable {
        public let time: Timestamp
        public let error: JWKSError
    }

    public let url: JWKSURL
    /// The keys in use; none until the issuer has answered for the first time.
    public internal(set) var keys: [VerificationKey] = []
    /// The entries that are not used of the last key set that came.
    public internal(set) var skipped: [JSONWebKeySet.Skipped] = []
    /// When the keys in use were last confirmed by their issuer.
    public internal(set) var lastFetched: Timestamp?
    /// The last fetch that failed, though others may have succeeded since.
    public internal(set) var lastFailure: Failure?

    /// Why there are no keys, or `nil` when there are some.
    public var reasonForNoKeys: String? {
        guard lastFetched == nil else { return nil }
        return lastFailure.map { "\($0.error)" } ?? "the first fetch is under way"
    }
}
