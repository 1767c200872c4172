import Testing
import TodoSettings

@Suite struct AuthenticationSettingsTests {
    @Test func nothingButTheSecretIsNeeded() throws {
        let settings = try AuthenticationSettings(.valid())
        #expect(settings.secret?.reveal() == Environment.goodSecret)
        #expect(settings.jwks == nil)
        #expect(settings.issuer == nil)
        #expect(settings.audience == nil)
        #expect(settings.userIDClaim == nil)
    }

    @Test func issuerAndAudienceAreTakenAsTheyAre() throws {
        let settings = try AuthenticationSettings(
            .valid([.jwtIssuer: "https://app.example.com/", .jwtAudience: "todo"])
        )
        #expect(settings.issuer == "https://app.example.com/")
        #expect(settings.audience == "todo")
    }

    @Test(arguments: [.betterAuthURL, .jwksURL] as [Setting])
    func anIssuerDoesInsteadOfASecret(_ setting: Setting) throws {
        let environment = Environment.valid([.betterAuthSecret: nil, setting: "https://app.example.com"])
        let settings = try AuthenticationSettings(environment)
        #expect(settings.secret == nil)
        #expect(settings.jwks != nil)
    }

    @Test func aSecretBesideAnIssuerIsJudgedAllTheSame() {
        let error = #expect(throws: SettingsError.self) {
            try AuthenticationSettings(
                .valid([.betterAuthSecret: "short", .betterAuthURL: "https://app.example.com"])
            )
        }
        #expect(error?.problems.map(\.setting) == ["BETTER_AUTH_SECRET"])
    }

    @Test(arguments: [("sub", ["sub"]), ("user.id", ["user", "id"]), ("a.b.c", ["a", "b", "c"])])
    func theClaimMayBeNested(_ text: String, _ path: [String]) throws {
        #expect(try AuthenticationSettings(.valid([.jwtUserIDClaim: text])).userIDClaim == path)
    }

    @Test(arguments: [
        Environment.goodSecret,
        "q3J5wXb1pTq8Zc0mVn7RkLd2sGh4YfU6aEoI9xBvCtM=",
        "correct horse battery staple and more",
        // 24 characters, 35 bytes.
        "žluťoučkýkůňpělďábelskéó",
    ])
    func goodSecretsAreTaken(_ secret: String) throws {
        #expect(try AuthenticationSettings.secret(.valid([.betterAuthSecret: secret])).reveal() == secret)
    }

    @Test(arguments: [
        "x", "tJ7vXq2mB9sLw4RzK8yNcH5dFgP3aUe",
        // 22 characters, 31 bytes.
        "žluťoučkýkůňpělďábelsk",
    ])
    func shortSecretsAreRefused(_ secret: String) {
        let error = #expect(throws: SettingsError.self) {
            try AuthenticationSettings.secret(.valid([.betterAuthSecret: secret]))
        }
        #expect(
            error?.description
                == "BETTER_AUTH_SECRET: has \(secret.utf8.count) bytes, but HS256 needs at least 32; "
                + "make one with: openssl rand -base64 32"
        )
    }

    @Test(arguments: [
        "better-auth-secret-12345678901234567890",
        "better-auth-secret-123456789012345678901234567890",
        "BETTER_AUTH_SECRET_12345678901234567890",
        "your-secret-key-here-please-change-me-now",
        "your_secret_key_at_least_32_characters_long",
        "yoursecretkeyyoursecretkeyyoursecretkey",
        "changeme-changeme-changeme-changeme",
        "super-secret-key-change-in-production-123",
        "please change this before you deploy it",
        "replace-me-with-thirty-two-or-more-bytes",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "abababababababababababababababababababab",
        "00000000000000000000000000000000",
        "12345671234567123456712345671234567",
    ])
    func publiclyKnownSecretsAreRefused(_ secret: String) {
        let error = #expect(throws: SettingsError.self) {
            try AuthenticationSettings.secret(.valid([.betterAuthSecret: secret]))
        }
        #expect(
            error?.description
                == "BETTER_AUTH_SECRET: is a value from public examples, so anyone can sign tokens; "
                + "make one with: openssl rand -base64 32"
        )
    }
}
