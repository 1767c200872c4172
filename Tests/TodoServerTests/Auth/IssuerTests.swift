import HTTPTypes
import JWKSClient
import Testing
import TodoCore
import TodoJSON
import TodoPostgres
import TodoTestSupport
import TodoTokens

@testable import TodoServer

/// Tokens of an issuer that publishes its keys.
@Suite(.timeLimit(.minutes(1)))
struct IssuerTests {
    private static let sole = ["BETTER_AUTH_SECRET": "", "BETTER_AUTH_URL": "https://app.example.com"]
    private static let both = ["BETTER_AUTH_SECRET": Token.secret, "BETTER_AUTH_URL": "https://app.example.com"]

    private let issuer = Issuer()

    /// The user's name, or the status and message of the refusal.
    private func verdict(_ authenticator: Authenticator, _ token: String) async -> String {
        do {
            return try await authenticator.user(authorization: ["Bearer \(token)"], now: Token.now).rawValue
        } catch {
            return "\(error.status.code) \(error.message)"
        }
    }

    /// Runs `body` while the authenticator's issuer is asked for its keys, from the time on when that has ended once.
    private func run(_ settings: [String: String], _ body: (Authenticator) async throws -> Void) async throws {
        let authenticator = try Authenticator(settings, fetch: issuer.fetch)
        let running = Task { try await authenticator.keys.issuer?.run() }
        while authenticator.keys.issuer?.status.isUntouched == true {
            try await Task.sleep(for: .milliseconds(1))
        }
        try await body(authenticator)
        running.cancel()
        try await running.value
    }

    @Test func theIssuersTokensAreBelieved() async throws {
        issuer.publish(["a"])
        try await run(Self.sole) { authenticator in
            #expect(await verdict(authenticator, issuer.token("a")) == "alice")
            #expect(await verdict(authenticator, issuer.token("a", issuer: "me")) == "401 Invalid or expired token")
            #expect(await verdict(authenticator, issuer.token("a", audience: "you")) == "401 Invalid or expired token")
            #expect(await verdict(authenticator, Token.of("alice")) == "401 Invalid token signature")
            #expect(authenticator.keys.readiness == .ready)
        }
    }

    @Test func withBothSourcesEachHasItsOwnTokens() async throws {
        issuer.publish(["a"])
        try await run(Self.both) { authenticator in
            #expect(await verdict(authenticator, issuer.token("a")) == "alice")
            // The default of iss and aud is the issuer's alone.
            #expect(await verdict(authenticator, Token.of("alice")) == "alice")
        }
    }

    @Test func aNewKeyWorksAtOnceAndAnUnknownOneIsRefused() async throws {
        issuer.publish(["a"])
        try await run(Self.sole) { authenticator in
            issuer.publish(["a", "b"])
            #expect(await verdict(authenticator, issuer.token("b")) == "alice")
            #expect(await verdict(authenticator, issuer.token("a")) == "alice")
            #expect(await verdict(authenticator, issuer.token("c")) == "401 Invalid token signature")
            #expect(issuer.fetches == 2)
        }
    }

    @Test func aKnownKeyAsksNobody() async throws {
        issuer.publish(["a"])
        try await run(Self.sole) { authenticator in
            for token in [issuer.token("a"), issuer.token("a") + "A", "a.b.c", Token.of("alice")] {
                _ = await verdict(authenticator, token)
            }
            #expect(issuer.fetches == 1)
        }
    }

    @Test func whileASoleIssuerHasNeverAnsweredNoTokenIsToBlame() async throws {
        try await run(Self.sole) { authenticator in
            let unavailable = "503 The service is temporarily unavailable"
            #expect(await verdict(authenticator, issuer.token("a")) == unavailable)
            #expect(await verdict(authenticator, issuer.token(nil)) == unavailable)
            #expect(await verdict(authenticator, Token.of("alice")) == unavailable)
            #expect(await verdict(authenticator, "null") == "401 Invalid token format")
            #expect(await verdict(authenticator, "") == "401 Authorization header is required")
            #expect(
                authenticator.keys.readiness
                    == .notReady(causes: ["no keys of the issuer at https://app.example.com/api/auth/jwks: HTTP 503"])
            )
        }
    }

    @Test func theSecretDoesNotWaitForTheIssuer() async throws {
        try await run(Self.both) { authenticator in
            #expect(await verdict(authenticator, Token.of("alice")) == "alice")
            #expect(await verdict(authenticator, Token.of("alice") + "A") == "401 Invalid token signature")
            #expect(await verdict(authenticator, issuer.token("a")) == "503 The service is temporarily unavailable")
            #expect(authenticator.keys.readiness == .ready)
        }
    }

    @Test func theAnswerIsShapedAsEveryError() async throws {
        let app = try TestApp(settings: Self.sole, fetchKeys: issuer.fetch)
        let ready = try await app.send(.get, "/health/ready", as: nil)
        #expect(ready.status == 503)
        let answer = try await app.send(
            .get,
            "/api/tasks",
            as: nil,
            headers: [.authorization: "Bearer \(issuer.token(nil))", .origin: "http://localhost:3000"]
        )
        #expect(answer.status == 503)
        #expect(answer.headers[.retryAfter] == "1")
        #expect(answer.headers[.accessControlAllowOrigin] == "http://localhost:3000")
        #expect(
            answer.body
                == #"{"error":{"code":"SERVICE_UNAVAILABLE","message":"The service is temporarily unavailable"}}"#
        )
    }

    @Test func operatorsSeeTheKeysAndNoSecret() async throws {
        issuer.publish(["a"], and: #"{"kty":"oct","kid":"s","k":"c2VjcmV0"}"#)
        try await run(Self.both) { authenticator in
            let text = authenticator.keys.report.compactText
            #expect(!text.contains(Token.secret))
            #expect(
                text
                    == #"{"sources":[{"type":"secret","algorithms":["HS256"]},"#
                    + #"{"type":"jwks","url":"https://app.example.com/api/auth/jwks","#
                    + #""keys":[{"kid":"a","algorithms":["EdDSA"]}],"#
                    + #""skipped":[{"index":1,"kid":"s","reason":"is symmetric (kty \"oct\"), so it is no secret once "#
                    + #"it is published"}],"last_fetched":"\#(Token.now)","last_failure":null}]}"#
            )
        }
    }
}

extension JWKSStatus {
    /// Whether no fetch has ended yet.
    fileprivate var isUntouched: Bool { lastFetched == nil && lastFailure == nil }
}
