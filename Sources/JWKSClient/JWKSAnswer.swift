package import TodoTokens

/// What an issuer answers when it is asked for its keys.
package struct JWKSAnswer: Sendable {
    /// Its keys; there may be none that is usable.
    package let keySet: JSONWebKeySet
    /// How long they may be used without asking again, if `Cache-Control` says so; 0 for `no-cache` and `no-store`.
    package let maxAge: Duration?

    package init(keySet: JSONWebKeySet, maxAge: Duration? = nil) {
        self.keySet = keySet
        self.maxAge = maxAge
    }
}
