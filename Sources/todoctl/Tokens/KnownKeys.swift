import TodoSettings
import TodoTokens

/// The keys that a server with these settings believes, and where they are from.
struct KnownKeys {
    let keySet: KeySet

    init(_ settings: AuthenticationSettings) {
        keySet = KeySet([
            KeySet.Source(
                keys: [VerificationKey(secret: Array(settings.secret.reveal().utf8))],
                expectations: TokenExpectations(issuer: settings.issuer, audience: settings.audience)
            )
        ])
    }

    /// What is known, in a sentence.
    var description: String { "this server knows BETTER_AUTH_SECRET, for HS256, and no JWKS" }

    /// What to call a key.
    func name(_ key: VerificationKey) -> String {
        key.id.map(Quotation.text) ?? "BETTER_AUTH_SECRET"
    }
}
