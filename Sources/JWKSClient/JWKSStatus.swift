package import TodoCore
package import TodoTokens

/// How it stands with an issuer's keys, for operators.
package struct JWKSStatus: Sendable {
    package struct Failure: Sendable, Hashable {
        package let time: Timestamp
        package let error: JWKSError
    }

    package let url: JWKSURL
    /// The keys in use; none until the issuer has answered for the first time.
    package internal(set) var keys: [VerificationKey] = []
    /// The entries that are not used of the last key set that came.
    package internal(set) var skipped: [JSONWebKeySet.Skipped] = []
    /// When the keys in use were last confirmed by their issuer.
    package internal(set) var lastFetched: Timestamp?
    /// The last fetch that failed, though others may have succeeded since.
    package internal(set) var lastFailure: Failure?

    /// Why there are no keys, or `nil` when there are some.
    package var reasonForNoKeys: String? {
        guard lastFetched == nil else { return nil }
        return lastFailure.map { "\($0.error)" } ?? "the first fetch is under way"
    }
}
