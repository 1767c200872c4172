/// Whose tokens to believe: those signed with a secret, those of an issuer that publishes its keys, or both.
package struct AuthenticationSettings: Sendable {
    /// Verifies HS256 tokens, as raw UTF-8 bytes; `nil` where none are believed.
    package let secret: Secret?
    /// The issuer that publishes its keys; `nil` where no tokens but those of the secret are believed.
    package let jwks: JWKSSettings?
    /// When set, the claim `iss` of tokens signed with the secret must equal it.
    package let issuer: String?
    /// When set, the claim `aud` of tokens signed with the secret must equal or contain it.
    package let audience: String?
    /// The path of names to the claim that holds the user id; `nil` stands for `user_id`, else `sub`.
    package let userIDClaim: [String]?

    /// The fewest bytes of a secret: as many as HS256's digest has (RFC 7518 section 3.2).
    package static let minimumSecretBytes = 32

    /// - Throws: ``SettingsError`` naming every setting that is missing or wrong.
    package init(_ environment: Environment) throws(SettingsError) {
        var problems = SettingsProblems()
        let secret = problems.collect { () throws(SettingsError) in try Self.optionalSecret(environment) }
        let jwks = problems.collect { () throws(SettingsError) in try JWKSSettings(environment) }
        let claim = problems.collect { () throws(SettingsError) in try Self.claimPath(environment) }
        try problems.throwIfAny()
        guard let secret, let jwks, let claim else { throw SettingsError(.betterAuthSecret, "could not be read") }
        self.secret = secret
        self.jwks = jwks
        issuer = environment[.jwtIssuer]
        audience = environment[.jwtAudience]
        userIDClaim = claim
    }

    /// The secret, or `nil` where it is not set and there is another source of trust.
    private static func optionalSecret(_ environment: Environment) throws(SettingsError) -> Secret? {
        if environment[.betterAuthSecret] != nil { return try secret(environment) }
        guard environment[.betterAuthURL] != nil || environment[.jwksURL] != nil else {
            throw SettingsError(
                .betterAuthSecret,
                "is not set; make one with: openssl rand -base64 32, the same as your frontend's, "
                    + "or set BETTER_AUTH_URL where Better Auth's JWT plugin signs the tokens"
            )
        }
        return nil
    }

    /// Reads and judges the signing secret.
    ///
    /// - Throws: ``SettingsError`` when it is missing, too short, or a value that is printed in public examples.
    package static func secret(_ environment: Environment) throws(SettingsError) -> Secret {
        let remedy = "make one with: openssl rand -base64 32"
        let value = try environment.required(.betterAuthSecret, remedy: "\(remedy), the same as your frontend's")
        guard value.utf8.count >= minimumSecretBytes else {
            throw SettingsError(
                .betterAuthSecret,
                "has \(value.utf8.count) bytes, but HS256 needs at least \(minimumSecretBytes); \(remedy)"
            )
        }
        guard !isPubliclyKnown(value) else {
            throw SettingsError(
                .betterAuthSecret,
                "is a value from public examples, so anyone can sign tokens; \(remedy)"
            )
        }
        return Secret(value)
    }

    /// Whether the secret stands in public code or documentation, is a placeholder, or hardly varies.
    static func isPubliclyKnown(_ secret: String) -> Bool {
        let words = secret.lowercased().split { $0 == "-" || $0 == "_" || $0 == " " }.joined(separator: "-")
        return Set(secret.utf8).count < 8
            || ["better-auth-secret-1234567890", "your-secret", "yoursecret", "changeme"].contains(
                where: words.hasPrefix
            )
            || ["change-in-production", "change-this", "change-me", "replace-me"].contains(where: words.contains)
    }

    private static func claimPath(_ environment: Environment) throws(SettingsError) -> [String]? {
        guard let text = environment[.jwtUserIDClaim] else { return nil }
        let path = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard !path.contains("") else {
            throw SettingsError(.jwtUserIDClaim, "must be a claim's name, or names joined by dots such as user.id")
        }
        return path
    }
}
