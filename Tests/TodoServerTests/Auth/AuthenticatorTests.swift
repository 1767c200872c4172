import HTTPTypes
import Testing
import TodoCore
import TodoSettings
import TodoTestSupport
import TodoTokens

@testable import TodoServer

@Suite struct AuthenticatorTests {
    /// The user's name, or the message of the refusal.
    private func verdict(_ authorization: [String]) async throws -> String {
        do {
            return try await Authenticator(secret: Token.secret).user(authorization: authorization, now: Token.now)
                .rawValue
        } catch let error as APIError {
            #expect(error.status == .unauthorized)
            #expect(error.code == "UNAUTHORIZED")
            return error.message
        }
    }

    // MARK: The field

    @Test(
        arguments: [
            [], [""], ["Bearer"], ["Bearer "], ["Bearer    "], ["Basic abc"], ["abc.def.ghi"], ["Bearerx y"], [" "],
            ["Token " + Token.of("alice")],
        ] as [[String]]
    )
    func withoutABearerTokenTheHeaderIsMissing(values: [String]) async throws {
        #expect(try await verdict(values) == "Authorization header is required")
    }

    @Test(arguments: ["Bearer", "bearer", "BEARER", "bEaReR"])
    func theSchemeIsTakenInAnyCase(scheme: String) async throws {
        #expect(try await verdict(["\(scheme) \(Token.of("alice"))"]) == "alice")
        #expect(try await verdict(["\(scheme)   \(Token.of("alice")) "]) == "alice")
    }

    @Test func severalFieldsSayNothingCertain() async throws {
        let value = "Bearer \(Token.of("alice"))"
        #expect(try await verdict([value, value]) == "Invalid token format")
    }

    // MARK: The answer

    @Test(
        arguments: [
            (.malformed, "Invalid token format"), (.malformedClaims, "Invalid token format"),
            (.algorithmNotAllowed("none"), "Invalid token signature"),
            (.unknownKey("x"), "Invalid token signature"), (.ambiguousKey, "Invalid token signature"),
            (.criticalExtensions, "Invalid token signature"),
            (.wrongSignature, "Invalid token signature"), (.expired(0), "Token has expired"),
            (.wrongType("x"), "Invalid or expired token"), (.missingExpiry, "Invalid or expired token"),
            (.notYetValid, "Invalid or expired token"), (.issuedInTheFuture, "Invalid or expired token"),
            (.wrongIssuer, "Invalid or expired token"), (.wrongAudience, "Invalid or expired token"),
            (.missingUser, "Invalid token: missing user_id"),
        ] as [(TokenRejection, String)]
    )
    func aRefusalHasTheMessageThatTheAPIPromises(rejection: TokenRejection, message: String) {
        #expect(APIError(rejection).message == message)
        #expect(APIError(rejection).status == .unauthorized)
    }

    @Test func aTokenIsJudgedByTheSettings() async throws {
        let settings = ["JWT_ISSUER": "me", "JWT_AUDIENCE": "you", "JWT_USER_ID_CLAIM": "user.id"]
        let authenticator = try Authenticator(secret: Token.secret, settings)
        func verdict(_ claims: String) async throws(APIError) -> String {
            let token = Token.signed(claims: #"{"exp":\#(Token.seconds + 900),\#(claims)}"#)
            return try await authenticator.user(authorization: ["Bearer \(token)"], now: Token.now).rawValue
        }
        #expect(try await verdict(#""iss":"me","aud":"you","user":{"id":"alice"}"#) == "alice")
        await #expect(throws: APIError.invalidClaims) { try await verdict(#""aud":"you","user":{"id":"alice"}"#) }
        await #expect(throws: APIError.invalidClaims) { try await verdict(#""iss":"me","user":{"id":"alice"}"#) }
        await #expect(throws: APIError.missingUserID) { try await verdict(#""iss":"me","aud":"you","sub":"alice""#) }
    }

    @Test func aRefusalSaysHowToAuthenticate() async throws {
        let app = try TestApp()
        let missing = try await app.send(.get, "/api/tasks", as: nil)
        #expect(missing.status == 401)
        #expect(missing.headers[.wwwAuthenticate] == #"Bearer realm="todo""#)
        #expect(
            missing.body == #"{"error":{"code":"UNAUTHORIZED","message":"Authorization header is required"}}"#
        )
        let invalid = try await app.send(.get, "/api/tasks", as: nil, headers: [.authorization: "Bearer null"])
        #expect(invalid.status == 401)
        #expect(
            invalid.headers[.wwwAuthenticate]
                == #"Bearer realm="todo", error="invalid_token", error_description="Invalid token format""#
        )
    }

    @Test(arguments: [
        (HTTPRequest.Method.get, "/api/tasks"), (.post, "/api/tasks"), (.get, "/api/tasks/1"), (.put, "/api/tasks/1"),
        (.delete, "/api/tasks/1"), (.patch, "/api/tasks/1/complete"), (.head, "/api/tasks"),
    ])
    func noTaskIsReachableWithoutAToken(method: HTTPRequest.Method, target: String) async throws {
        let answer = try await TestApp(store: .unimplemented).send(method, target, as: nil, body: #"{"title":"x"}"#)
        #expect(answer.status == 401)
    }
}
