import Testing
import TodoTestSupport
import TodoTokens

/// Each algorithm round, and how a key is found.
@Suite struct PublicKeyTests {
    @Test func everyAlgorithmIsVerified() throws {
        let keys = try SigningKey.each()
        #expect(Set(keys.map(\.1)) == Set(SignatureAlgorithm.allCases).subtracting([.hs256]))
        for (key, algorithm) in keys {
            for alg in ["", #","alg":"\#(algorithm.rawValue)""#] {
                let source = KeySet.Source(keys: try keySet(#"\#(key.members),"kid":"a"\#(alg)"#).keys)
                #expect(verdict(try key.token(algorithm, #","kid":"a""#), source) == .success("alice"))
                #expect(verdict(try key.token(algorithm), source) == .success("alice"))
            }
        }
    }

    @Test func anUnknownNameIsNotTriedOnOtherKeys() throws {
        let key = SigningKey.ed25519
        let source = KeySet.Source(keys: try keySet(key.members + #","kid":"a""#).keys)
        let unnamed = KeySet.Source(keys: try keySet(key.members).keys)
        let token = try key.token(.edDSA, #","kid":"b""#)
        #expect(verdict(token, source) == .failure(.unknownKey("b")))
        #expect(verdict(token, unnamed) == .failure(.unknownKey("b")))
        // The same text to Unicode, other bytes.
        let composed = KeySet.Source(keys: try keySet(key.members + #","kid":"\#u{E9}""#).keys)
        let decomposed = try key.token(.edDSA, #","kid":"e\#u{301}""#)
        #expect(verdict(decomposed, composed) == .failure(.unknownKey("e\u{301}")))
    }

    @Test func withoutANameTheKeyMustBeTheOnlyOneOfItsAlgorithm() throws {
        let (ed, ec) = (SigningKey.ed25519, SigningKey.p256)
        let one = KeySet.Source(keys: try keySet(ed.members + #","kid":"a""#, ec.members + #","kid":"b""#).keys)
        #expect(verdict(try ed.token(.edDSA), one) == .success("alice"))
        let two = KeySet.Source(keys: try keySet(ed.members + #","kid":"a""#, ed.members + #","kid":"b""#).keys)
        #expect(verdict(try ed.token(.edDSA), two) == .failure(.ambiguousKey))
        #expect(verdict(try ec.token(.es256), two) == .failure(.algorithmNotAllowed("ES256")))
    }

    @Test func keysThatShareANameAreToldApartByAlgorithm() throws {
        let all = try SigningKey.all()
        let members = all.map { "{\($0.members),\"kid\":\"a\"}" }.joined(separator: ",")
        let source = KeySet.Source(keys: try JSONWebKeySet(Array(#"{"keys":[\#(members)]}"#.utf8)).keys)
        for (key, algorithm) in try SigningKey.each() {
            #expect(verdict(try key.token(algorithm, #","kid":"a""#), source) == .success("alice"))
        }
    }

    @Test func eachSourceHasItsOwnExpectations() throws {
        let key = SigningKey.ed25519
        let published = KeySet.Source(
            keys: try keySet(key.members + #","kid":"a""#).keys,
            expectations: TokenExpectations(issuer: "https://a.example", audience: "https://a.example")
        )
        let secret = KeySet.Source(keys: [VerificationKey(secret: Array(Token.secret.utf8))])
        func claims(_ issuer: String, _ audience: String) -> String {
            #"{"sub":"alice","exp":\#(Token.seconds + 900),"iss":"\#(issuer)","aud":"\#(audience)"}"#
        }
        func verdictOf(_ claims: String) throws -> Result<String, TokenRejection> {
            verdict(try key.token(.edDSA, #","kid":"a""#, claims: claims), secret, published)
        }
        #expect(try verdictOf(claims("https://a.example", "https://a.example")) == .success("alice"))
        #expect(try verdictOf(claims("https://b.example", "https://a.example")) == .failure(.wrongIssuer))
        #expect(try verdictOf(claims("https://a.example", "https://b.example")) == .failure(.wrongAudience))
        #expect(verdict(Token.of("alice"), secret, published) == .success("alice"))
    }
}
