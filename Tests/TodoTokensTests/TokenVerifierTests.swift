import JWTKit
import Testing
import TodoCore
import TodoTestSupport
import TodoTokens

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite struct TokenVerifierTests {
    typealias Verdict = Result<String, TokenRejection>

    private static let now = Token.seconds
    private static let good = #"{"sub":"alice","exp":\#(now + 900)}"#

    /// The user's name, or why the token is refused.
    private func verdict(_ token: String, _ verifier: TokenVerifier = Self.verifier()) -> Verdict {
        do {
            return .success(try verifier.verify(Substring(token), now: Token.now).rawValue)
        } catch {
            return .failure(error)
        }
    }

    private func verdict(claims: String, _ verifier: TokenVerifier = Self.verifier()) -> Verdict {
        verdict(Token.signed(claims: claims), verifier)
    }

    private static func verifier(
        _ expectations: TokenExpectations = TokenExpectations(),
        userIDClaim: [String]? = nil
    ) -> TokenVerifier {
        let key = VerificationKey(secret: Array(Token.secret.utf8))
        return TokenVerifier(
            keys: KeySet([KeySet.Source(keys: [key], expectations: expectations)]),
            userIDClaim: userIDClaim
        )
    }

    // MARK: The form

    @Test(arguments: [
        "", "null", "undefined", "a", "a.b", "a.b.c", "a.b.c.d", Token.of("alice") + ".", Token.of("alice") + "=",
        "." + Token.of("alice"), Token.of("alice").replacing(".", with: ".."), Token.of("alice") + "!",
        Token.of("alice") + " x",
    ])
    func whatIsNoTokenIsMalformed(token: String) {
        #expect(verdict(token) == .failure(.malformed))
    }

    @Test(arguments: ["[]", "1", "{", ""])
    func whatHasNoHeaderIsMalformed(header: String) {
        #expect(verdict(Token.signed(header: header, claims: Self.good)) == .failure(.malformedHeader))
    }

    @Test(arguments: ["[]", "not json", "null", "\"x\"", ""])
    func whatHasNoClaimsIsMalformed(claims: String) {
        #expect(verdict(claims: claims) == .failure(.malformedClaims))
    }

    @Test func eachTokenHasOneSpelling() throws {
        let token = Token.of("alice")
        let last = try #require(token.last)
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        let index = try #require(alphabet.firstIndex(of: last))
        // A signature of 32 bytes leaves two bits of its last character unused; setting one names the same bytes.
        #expect(index % 4 == 0)
        #expect(verdict("\(token.dropLast())\(alphabet[index + 1])") == .failure(.malformed))
    }

    // MARK: The signature

    @Test func whatAnotherSecretSignedIsRefused() {
        let token = Token.signed(claims: Self.good, secret: "another secret of at least 32 bytes!")
        #expect(verdict(token) == .failure(.wrongSignature))
    }

    @Test(arguments: [
        #""none""#, #""None""#, #""NONE""#, #""nOnE""#, #""hs256""#, #""HS384""#, #""HS512""#, #""RS256""#, #""EdDSA""#,
        #""""#,
        #""HS256 ""#, "1", "null", #"["HS256"]"#,
    ])
    func theSecretVerifiesOneAlgorithm(algorithm: String) {
        let header = #"{"alg":\#(algorithm)}"#
        let unsigned = "\(Token.base64URL(Array(header.utf8))).\(Token.base64URL(Array(Self.good.utf8)))."
        for token in [Token.signed(header: header, claims: Self.good), unsigned] {
            let name = algorithm.hasPrefix("\"") ? String(algorithm.dropFirst().dropLast()) : nil
            #expect(verdict(token) == .failure(.algorithmNotAllowed(name)))
        }
    }

    @Test func aHeaderWithoutAnAlgorithmIsRefused() {
        #expect(verdict(Token.signed(header: "{}", claims: Self.good)) == .failure(.algorithmNotAllowed(nil)))
    }

    @Test(arguments: [#"["exp"]"#, "[]", "null", "1"])
    func noExtensionIsUnderstood(names: String) {
        let token = Token.signed(header: #"{"alg":"HS256","crit":\#(names)}"#, claims: Self.good)
        #expect(verdict(token) == .failure(.criticalExtensions))
    }

    @Test func aChangedTokenIsRefused() throws {
        let parts = Token.of("alice").split(separator: ".")
        let other = Token.of("bob").split(separator: ".")
        #expect(verdict("\(parts[0]).\(other[1]).\(parts[2])") == .failure(.wrongSignature))
    }

    @Test(
        arguments: [
            (#"{"alg":"HS256"}"#, .success("alice")), (#"{"alg":"HS256","typ":"jwt","kid":"x"}"#, .success("alice")),
            (#"{"alg":"HS256","typ":"at+jwt"}"#, .success("alice")),
            (
                #"{"alg":"HS256","typ":"better-auth.session-cache+jwt"}"#,
                .failure(.wrongType("better-auth.session-cache+jwt"))
            ),
            (#"{"alg":"HS256","typ":1}"#, .failure(.wrongType(nil))),
            (#"{"alg":"HS256","typ":""}"#, .failure(.wrongType(""))),
        ] as [(String, Verdict)]
    )
    func aTokenForSomethingElseIsRefused(header: String, verdict expected: Verdict) {
        #expect(verdict(Token.signed(header: header, claims: Self.good)) == expected)
    }

    // MARK: The times

    @Test(
        arguments: [
            ("\"exp\":\(now + 1)", .success("alice")), ("\"exp\":\(now - 59)", .success("alice")),
            ("\"exp\":\(now - 60)", .failure(.expired(Double(now - 60)))),
            ("\"exp\":\(now - 60).001", .success("alice")),
            ("\"exp\":\(now - 61)", .failure(.expired(Double(now - 61)))),
            ("\"exp\":0", .failure(.expired(0))),
            ("\"exp\":-1", .failure(.expired(-1))), ("\"exp\":1e300", .success("alice")),
            ("\"exp\":1e999", .failure(.malformedClaims)),
            ("\"exp\":\(now + 1).5", .success("alice")),
            ("\"x\":1", .failure(.missingExpiry)), ("\"exp\":null", .failure(.missingExpiry)),
            ("\"exp\":\"\(now + 900)\"", .failure(.missingExpiry)), ("\"exp\":true", .failure(.missingExpiry)),
            ("\"exp\":[]", .failure(.missingExpiry)),
            ("\"exp\":\(now + 900),\"nbf\":\(now + 60)", .success("alice")),
            ("\"exp\":\(now + 900),\"nbf\":\(now + 61)", .failure(.notYetValid)),
            ("\"exp\":\(now + 900),\"nbf\":\"x\"", .failure(.notYetValid)),
            ("\"exp\":\(now + 900),\"iat\":\(now + 60)", .success("alice")),
            ("\"exp\":\(now + 900),\"iat\":\(now + 60).5", .failure(.issuedInTheFuture)),
            ("\"exp\":\(now + 900),\"iat\":null", .failure(.issuedInTheFuture)),
            ("\"exp\":\(now + 900),\"iat\":0,\"nbf\":0", .success("alice")),
        ] as [(String, Verdict)]
    )
    func timesAreJudgedWithAMinuteOfSkew(claims: String, verdict expected: Verdict) {
        #expect(verdict(claims: #"{"sub":"alice",\#(claims)}"#) == expected)
    }

    // MARK: Issuer and audience

    @Test(
        arguments: [
            (#""iss":"me","aud":"you""#, .success("alice")), (#""iss":"me","aud":["x","you"]"#, .success("alice")),
            (#""iss":"me""#, .failure(.wrongAudience)), (#""aud":"you""#, .failure(.wrongIssuer)),
            (#""iss":"me","aud":"x""#, .failure(.wrongAudience)), (#""iss":"x","aud":"you""#, .failure(.wrongIssuer)),
            (#""iss":"me","aud":[]"#, .failure(.wrongAudience)), (#""iss":"me","aud":1"#, .failure(.wrongAudience)),
            (#""iss":["me"],"aud":"you""#, .failure(.wrongIssuer)),
            (#""iss":"me","aud":null"#, .failure(.wrongAudience)),
        ] as [(String, Verdict)]
    )
    func issuerAndAudienceMustBeTheConfiguredOnes(claims: String, verdict expected: Verdict) {
        let claims = #"{"sub":"alice","exp":\#(Self.now + 900),\#(claims)}"#
        #expect(verdict(claims: claims, Self.verifier(TokenExpectations(issuer: "me", audience: "you"))) == expected)
        #expect(verdict(claims: claims) == .success("alice"))
    }

    // MARK: The user

    @Test(
        arguments: [
            (#""sub":"alice""#, .success("alice")), (#""user_id":"alice""#, .success("alice")),
            (#""user_id":"alice","sub":"alice""#, .success("alice")),
            (#""user_id":null,"sub":"alice""#, .success("alice")), (#""user_id":"Al ice ""#, .success("Al ice ")),
            (#""user_id":"alice","sub":"bob""#, .failure(.missingUser)),
            (#""user_id":"","sub":"bob""#, .failure(.missingUser)), (#""x":1"#, .failure(.missingUser)),
            (#""sub":"""#, .failure(.missingUser)), (#""sub":1"#, .failure(.missingUser)),
            (#""sub":null"#, .failure(.missingUser)), (#""sub":["alice"]"#, .failure(.missingUser)),
            (#""user_id":1,"sub":"alice""#, .failure(.missingUser)),
            (#""sub":"a\u0000b""#, .failure(.missingUser)),
            (#""sub":"\#(String(repeating: "a", count: 256))""#, .failure(.missingUser)),
            (#""sub":"\#(String(repeating: "é", count: 255))""#, .success(String(repeating: "é", count: 255))),
        ] as [(String, Verdict)]
    )
    func theUserIsNamedByUserIDOrElseSub(claims: String, verdict expected: Verdict) {
        #expect(verdict(claims: #"{"exp":\#(Self.now + 900),\#(claims)}"#) == expected)
    }

    @Test(
        arguments: [
            ("user.id", #""user":{"id":"alice"},"sub":"bob""#, .success("alice")),
            ("user.id", #""user":"alice","sub":"bob""#, .failure(.missingUser)),
            ("user.id", #""sub":"bob""#, .failure(.missingUser)),
            ("email", #""email":"a@b","user_id":"x""#, .success("a@b")),
            ("a.b.c", #""a":{"b":{"c":"alice"}}"#, .success("alice")),
        ] as [(String, String, Verdict)]
    )
    func theUserCanBeNamedByAnotherClaim(path: String, claims: String, verdict expected: Verdict) {
        let claims = #"{"exp":\#(Self.now + 900),\#(claims)}"#
        let path = path.split(separator: ".").map(String.init)
        #expect(verdict(claims: claims, Self.verifier(userIDClaim: path)) == expected)
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
        let token = try await keys.sign(Payload())
        #expect(verdict(token) == .success("alice"))
    }
}
