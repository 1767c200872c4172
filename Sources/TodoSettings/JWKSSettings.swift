package import TodoTokens

/// An issuer that publishes its keys, and what its tokens must say.
///
/// `BETTER_AUTH_URL` is read as Better Auth reads it: an origin is completed by `/api/auth`, while a URL with a path already
/// says where Better Auth is mounted; the keys are at `/jwks` below that. `JWKS_URL` names the place of the keys itself, and
/// wins. The origin of `BETTER_AUTH_URL` is what Better Auth writes into `iss` and `aud`, so it is their default for this
/// issuer's tokens alone: a route that signs with the secret usually writes neither.
package struct JWKSSettings: Sendable, Hashable {
    /// Where the keys are.
    package let url: JWKSURL
    /// When set, the claim `iss` of the issuer's tokens must equal it.
    package let issuer: String?
    /// When set, the claim `aud` of the issuer's tokens must equal or contain it.
    package let audience: String?

    /// - Returns: `nil` when no issuer is set.
    /// - Throws: ``SettingsError`` naming every setting that is wrong.
    init?(_ environment: Environment) throws(SettingsError) {
        var problems = SettingsProblems()
        let base = problems.collect { () throws(SettingsError) in try Self.url(.betterAuthURL, environment) }
        let keys = problems.collect { () throws(SettingsError) in try Self.url(.jwksURL, environment) }
        try problems.throwIfAny()
        guard let base, let keys else { throw SettingsError(.jwksURL, "could not be read") }
        guard let url = keys ?? base?.appending(base?.path == "/" ? "api/auth/jwks" : "jwks") else { return nil }
        self.url = url
        issuer = environment[.jwtIssuer] ?? base?.origin
        audience = environment[.jwtAudience] ?? base?.origin
    }

    private static func url(_ setting: Setting, _ environment: Environment) throws(SettingsError) -> JWKSURL? {
        guard let text = environment[setting] else { return nil }
        do throws(JWKSURL.Refusal) {
            return try JWKSURL(text)
        } catch {
            throw SettingsError(setting, remedy(error))
        }
    }

    private static func remedy(_ refusal: JWKSURL.Refusal) -> String {
        switch refusal {
        case .notHTTP, .malformed: "must be a URL such as https://app.example.com or http://localhost:3000"
        case .credentials: "must hold no user and no password; the keys are public, so leave them out"
        case .insecure:
            "must begin with https://; only this machine (localhost, 127.0.0.1, [::1]) is asked over http, "
                + "since keys could be exchanged on the way"
        }
    }
}
