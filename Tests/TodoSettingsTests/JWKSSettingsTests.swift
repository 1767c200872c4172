import Testing
import TodoSettings
import TodoTokens

@Suite struct JWKSSettingsTests {
    private func settings(_ changes: [Setting: String?]) throws -> JWKSSettings? {
        try AuthenticationSettings(.valid(changes)).jwks
    }

    /// As Better Auth itself completes its base URL.
    @Test(arguments: [
        ("https://app.example.com", "https://app.example.com/api/auth/jwks", "https://app.example.com"),
        ("https://app.example.com/", "https://app.example.com/api/auth/jwks", "https://app.example.com"),
        ("https://App.Example.com:443", "https://app.example.com/api/auth/jwks", "https://app.example.com"),
        ("http://localhost:3000", "http://localhost:3000/api/auth/jwks", "http://localhost:3000"),
        ("https://app.example.com/api/auth", "https://app.example.com/api/auth/jwks", "https://app.example.com"),
        ("https://app.example.com/api/auth/", "https://app.example.com/api/auth/jwks", "https://app.example.com"),
        ("https://app.example.com/login", "https://app.example.com/login/jwks", "https://app.example.com"),
        ("http://[::1]:3000/?x=y#z", "http://[::1]:3000/api/auth/jwks", "http://[::1]:3000"),
    ])
    func theKeysAreWhereBetterAuthPutsThem(base: String, url: String, origin: String) throws {
        let settings = try #require(try settings([.betterAuthURL: base]))
        #expect(settings.url.text == url)
        #expect(settings.issuer == origin)
        #expect(settings.audience == origin)
    }

    @Test func anotherIssuerHasNoDefaults() throws {
        let settings = try #require(try settings([.jwksURL: "https://id.example.com/keys?v=1"]))
        #expect(settings.url.text == "https://id.example.com/keys?v=1")
        #expect(settings.issuer == nil)
        #expect(settings.audience == nil)
    }

    @Test func withBothOneSaysWhereAndTheOtherWhose() throws {
        let settings = try #require(
            try settings([.betterAuthURL: "https://app.example.com", .jwksURL: "http://127.0.0.1:3000/jwks"])
        )
        #expect(settings.url.text == "http://127.0.0.1:3000/jwks")
        #expect(settings.issuer == "https://app.example.com")
    }

    @Test func whatIsSaidBindsBothSourcesAndADefaultBindsTheIssuerAlone() throws {
        let said = try AuthenticationSettings(
            .valid([.betterAuthURL: "https://app.example.com", .jwtIssuer: "me", .jwtAudience: "you"])
        )
        #expect([said.issuer, said.audience, said.jwks?.issuer, said.jwks?.audience] == ["me", "you", "me", "you"])
        let unsaid = try AuthenticationSettings(.valid([.betterAuthURL: "https://app.example.com"]))
        #expect(unsaid.issuer == nil)
        #expect(unsaid.audience == nil)
    }
}
