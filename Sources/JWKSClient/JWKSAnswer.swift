public import TodoTokens

/// What an issuer answers when it is asked for its keys.
public struct JWKSAnswer: Sendable {
    /// Its keys; there may be none that is usable.
    public let keySet: JSONWebKeySet
    /// How long they may be used without asking again, if `Cache-Control` says so; 0 for `no-cache` and `no-store`.
    public let maxAge: Duration?

    public init(keySet: JSONWebKeySet, maxAge: Duration? = nil) {
        self.keySet = keySet
        self.maxAge = maxAge
    }
}
