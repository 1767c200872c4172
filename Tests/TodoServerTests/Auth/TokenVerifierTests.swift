import HTTPTypes
import JWTKit
import Testing
import TodoCore
import TodoSettings

@testable import TodoServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite struct TokenVerifierTests {
    private static let now = Token.seconds
    private static let good = #"{"sub":"alice","exp":\#(now + 900)}"#

    private func verifier(_ settings: [String: String] = [:]) throws -> TokenVerifier {
        let environment = Environment(["BETTER_AUTH_SECRET": Token.secret].merging(settings) { $1 })
        return TokenVerifier(try AuthenticationSettings(environment))
    }

    /// The user's name, or the message of the refusal.
    private func verdict(_ authorization: [String], _ settings: [String: String] = [:]) throws -> String {
        do {
            return try verifier(settings).verify(authorization: authorization, now: Token.now).rawValue
        } catch let error as APIError {
            #expect(error.status == .unauthorized)
            #expect(error.code == "UNAUTHORIZED")
            return error.message
        }
    }

    private func verdict(claims: String, _ settings: [String: String] = [:]) throws -> String {
        try verdict(["Bearer " + Token.signed(claims: claims)], settings)
    }

    // MARK: The field

    @Test(
        arguments: [
            [], [""], ["Bearer"], ["Bearer "], ["Bearer    "], ["Basic abc"], ["abc.def.ghi"], ["Bearerx y"], [" "],
            ["Token " + Token.of("alice")],
        ] as [[String]]
    )
    func withoutABearerTokenTheHeaderIsMissing(values: [String]) throws {
        #expect(try verdict(values) == "Authorization header is required")
    }

    @Test(arguments: ["Bearer", "bearer", "BEARER", "bEaReR"])
    func theSchemeIsTakenInAnyCase(scheme: String) throws {
        #expect(try verdict(["\(scheme) \(Token.of("alice"))"]) == "alice")
        #expect(try verdict(["\(scheme)   \(Token.of("alice")) "]) == "alice")
    }

    @Test func severalFieldsSayNothingCertain() throws {
        let value = "Bearer \(Token.of("alice"))"
        #expect(try verdict([value, value]) == "Invalid token format")
    }

    // MARK: The form

    @Test(arguments: [
        "null", "undefined", "a", "a.b", "a.b.c", "..", "a.b.c.d", Token.of("alice") + ".", Token.of("alice") + "=",
        "." + Token.of("alice"), Token.of("alice").replacing(".", with: ".."), Token.of("alice") + "!",
        Token.of("alice") + " x", Token.signed(header: "[]", claims: good), Token.signed(header: "1", claims: good),
        Token.signed(header: "{", claims: good), Token.signed(claims: "[]"), Token.signed(claims: "not json"),
        Token.signed(claims: "null"), Token.signed(claims: "\"x\""),
    ])
    func whatIsNoTokenHasTheWrongFormat(token: String) throws {
        #expect(try verdict(["Bearer \(token)"]) == "Invalid token format")
    }

    @Test func eachTokenHasOneSpelling() throws {
        let token = Token.of("alice")
        let last = try #require(token.last)
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        let index = try #require(alphabet.firstIndex(of: last))
        // A signature of 32 bytes leaves two bits of its last character unused; setting one names the same bytes.
        #expect(index % 4 == 0)
        #expect(try verdict(["Bearer \(token.dropLast())\(alphabet[index + 1])"]) == "Invalid token format")
    }

    // MARK: The signature

    @Test(arguments: [
        Token.signed(claims: good, secret: "another secret of at least 32 bytes!"),
        Token.signed(header: #"{"alg":"none"}"#, claims: good), Token.signed(header: #"{"alg":"None"}"#, claims: good),
        Token.signed(header: #"{"alg":"hs256"}"#, claims: good),
        Token.signed(header: #"{"alg":"HS384"}"#, claims: good),
        Token.signed(header: #"{"alg":"RS256"}"#, claims: good),
        Token.signed(header: #"{"alg":"EdDSA"}"#, claims: good),
        Token.signed(header: #"{"alg":1}"#, claims: good), Token.signed(header: #"{}"#, claims: good),
        Token.signed(header: #"{"alg":"HS256","crit":["exp"]}"#, claims: good),
        Token.signed(header: #"{"alg":"HS256","crit":[]}"#, claims: good),
        String(Token.signed(header: #"{"alg":"none"}"#, claims: good).prefix { $0 != "." }) + "."
            + Token.base64URL(Array(good.utf8)) + ".",
    ])
    func whatTheSecretDidNotSignIsRefused(token: String) throws {
        #expect(try verdict(["Bearer \(token)"]) == "Invalid token signature")
    }

    @Test func aChangedTokenIsRefused() throws {
        let parts = Token.of("alice").split(separator: ".")
        let other = Token.of("bob").split(separator: ".")
        #expect(try verdict(["Bearer \(parts[0]).\(other[1]).\(parts[2])"]) == "Invalid token signature")
    }

    @Test(arguments: [
        (#"{"alg":"HS256"}"#, "alice"), (#"{"alg":"HS256","typ":"jwt","kid":"x"}"#, "alice"),
        (#"{"alg":"HS256","typ":"at+jwt"}"#, "alice"),
        (#"{"alg":"HS256","typ":"better-auth.session-cache+jwt"}"#, "Invalid or expired token"),
        (#"{"alg":"HS256","typ":1}"#, "Invalid or expired token"),
        (#"{"alg":"HS256","typ":""}"#, "Invalid or expired token"),
    ])
    func aTokenForSomethingElseIsRefused(header: String, verdict expected: String) throws {
        #expect(try verdict(["Bearer " + Token.signed(header: header, claims: Self.good)]) == expected)
    }

    // MARK: The times

    @Test(arguments: [
        ("\"exp\":\(now + 1)", "alice"), ("\"exp\":\(now - 59)", "alice"), ("\"exp\":\(now - 60)", "Token has expired"),
        ("\"exp\":\(now - 60).001", "alice"), ("\"exp\":\(now - 61)", "Token has expired"),
        ("\"exp\":0", "Token has expired"),
        ("\"exp\":-1", "Token has expired"), ("\"exp\":1e300", "alice"), ("\"exp\":\(now + 1).5", "alice"),
        ("\"x\":1", "Invalid or expired token"), ("\"exp\":null", "Invalid or expired token"),
        ("\"exp\":\"\(now + 900)\"", "Invalid or expired token"), ("\"exp\":true", "Invalid or expired token"),
        ("\"exp\":[]", "Invalid or expired token"),
        ("\"exp\":\(now + 900),\"nbf\":\(now + 60)", "alice"),
        ("\"exp\":\(now + 900),\"nbf\":\(now + 61)", "Invalid or expired token"),
        ("\"exp\":\(now + 900),\"nbf\":\"x\"", "Invalid or expired token"),
        ("\"exp\":\(now + 900),\"iat\":\(now + 60)", "alice"),
        ("\"exp\":\(now + 900),\"iat\":\(now + 60).5", "Invalid or expired token"),
        ("\"exp\":\(now + 900),\"iat\":null", "Invalid or expired token"),
        ("\"exp\":\(now + 900),\"iat\":0,\"nbf\":0", "alice"),
    ])
    func timesAreJudgedWithAMinuteOfSkew(claims: String, verdict expected: String) throws {
        #expect(try verdict(claims: #"{"sub":"alice",\#(claims)}"#) == expected)
    }

    // MARK: Issuer and audience

    @Test(arguments: [
        (#""iss":"me","aud":"you""#, "alice"), (#""iss":"me","aud":["x","you"]"#, "alice"),
        (#""iss":"me""#, "Invalid or expired token"), (#""aud":"you""#, "Invalid or expired token"),
        (#""iss":"me","aud":"x""#, "Invalid or expired token"), (#""iss":"x","aud":"you""#, "Invalid or expired token"),
        (#""iss":"me","aud":[]"#, "Invalid or expired token"), (#""iss":"me","aud":1"#, "Invalid or expired token"),
        (#""iss":["me"],"aud":"you""#, "Invalid or expired token"),
        (#""iss":"me","aud":null"#, "Invalid or expired token"),
    ])
    func issuerAndAudienceMustBeTheConfiguredOnes(claims: String, verdict expected: String) throws {
        let settings = ["JWT_ISSUER": "me", "JWT_AUDIENCE": "you"]
        let claims = #"{"sub":"alice","exp":\#(Self.now + 900),\#(claims)}"#
        #expect(try verdict(claims: claims, settings) == expected)
        #expect(try verdict(claims: claims) == "alice")
    }

    // MARK: The user

    @Test(arguments: [
        (#""sub":"alice""#, "alice"), (#""user_id":"alice""#, "alice"), (#""user_id":"alice","sub":"alice""#, "alice"),
        (#""user_id":null,"sub":"alice""#, "alice"), (#""user_id":"Al ice ""#, "Al ice "),
        (#""user_id":"alice","sub":"bob""#, "Invalid token: missing user_id"),
        (#""user_id":"","sub":"bob""#, "Invalid token: missing user_id"), (#""x":1"#, "Invalid token: missing user_id"),
        (#""sub":"""#, "Invalid token: missing user_id"), (#""sub":1"#, "Invalid token: missing user_id"),
        (#""sub":null"#, "Invalid token: missing user_id"), (#""sub":["alice"]"#, "Invalid token: missing user_id"),
        (#""user_id":1,"sub":"alice""#, "Invalid token: missing user_id"),
        (#""sub":"a\u0000b""#, "Invalid token: missing user_id"),
        (#""sub":"\#(String(repeating: "a", count: 256))""#, "Invalid token: missing user_id"),
        (#""sub":"\#(String(repeating: "é", count: 255))""#, String(repeating: "é", count: 255)),
    ])
    func theUserIsNamedByUserIDOrElseSub(claims: String, verdict expected: String) throws {
        #expect(try verdict(claims: #"{"exp":\#(Self.now + 900),\#(claims)}"#) == expected)
    }

    @Test(arguments: [
        ("user.id", #""user":{"id":"alice"},"sub":"bob""#, "alice"),
        ("user.id", #""user":"alice","sub":"bob""#, "Invalid token: missing user_id"),
        ("user.id", #""sub":"bob""#, "Invalid token: missing user_id"),
        ("email", #""email":"a@b","user_id":"x""#, "a@b"), ("a.b.c", #""a":{"b":{"c":"alice"}}"#, "alice"),
    ])
    func theUserCanBeNamedByAnotherClaim(path: String, claims: String, verdict expected: String) throws {
        let claims = #"{"exp":\#(Self.now + 900),\#(claims)}"#
        #expect(try verdict(claims: claims, ["JWT_USER_ID_CLAIM": path]) == expected)
    }

    // MARK: The answer

    @Test func aTokenThatAnIndependentLibrarySignsIsTaken() async throws {
        struct Payload: JWTPayload {
            let sub = "alice"
            let exp = ExpirationClaim(value: .init(timeIntervalSince1970: Double(Token.seconds + 900)))
            func verify(using algorithm: some JWTAlgorithm) throws {}
            enum CodingKeys: CodingKey { case sub, exp }
            init() {}
            init(from decoder: any Decoder) throws {}
        }
        let keys = await JWTKeyCollection().add(hmac: HMACKey(from: Token.secret), digestAlgorithm: .sha256)
        #expect(try await verdict(["Bearer " + keys.sign(Payload())]) == "alice")
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
