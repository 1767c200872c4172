import Testing
import TodoTestSupport
import TodoTokens

/// RFC 8725 (JSON Web Token Best Current Practices) section 3, item by item: what is believed, and what is refused.
///
/// What is behind an item in detail is in `Forgeries/` and in the tests of the single types.
@Suite struct BestCurrentPracticeTests {
    private static let exp = #""exp":\#(Token.seconds + 900)"#

    private func expectFailure(
        _ token: String,
        _ reason: TokenRejection,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let verdict = verdict(token, try Keyring.verifier.get())
        #expect(verdict == .failure(reason), sourceLocation: sourceLocation)
    }

    @Test("3.1 Perform Algorithm Verification")
    func algorithmVerification() throws {
        try expectAlice(Token.of("alice"))
        for (key, algorithm) in try SigningKey.each() {
            try expectAlice(try key.token(algorithm, #","kid":"a""#))
            // Each key is used with exactly one algorithm where its issuer has named it.
            let source = KeySet.Source(keys: try keySet(#"\#(key.members),"alg":"\#(algorithm.rawValue)""#).keys)
            #expect(verdict(try key.token(algorithm), source) == .success("alice"))
            for other in SignatureAlgorithm.allCases where other != algorithm {
                let token = try key.token(algorithm, named: other.rawValue)
                #expect(verdict(token, source) == .failure(.algorithmNotAllowed(other.rawValue)))
            }
        }
        try expectFailure(
            hs256(header: #"{"alg":"HS256","kid":"a"}"#, secret: SigningKey.p256.publicForms[0]),
            .algorithmNotAllowed("HS256")
        )
    }

    @Test("3.2 Use Appropriate Algorithms")
    func appropriateAlgorithms() throws {
        #expect(
            Set(SignatureAlgorithm.allCases.map(\.rawValue)) == [
                "HS256", "EdDSA", "ES256", "ES384", "ES512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512",
            ]
        )
        for name in ["none", "None", "HS384", "HS512", "RS1", "ES256K", "RSA1_5", "dir"] {
            let token = Token.signed(header: #"{"alg":"\#(name)"}"#, claims: SigningKey.good)
            try expectFailure(token, .algorithmNotAllowed(name))
            try expectFailure("\(unsigned(header: #"{"alg":"\#(name)"}"#)).", .algorithmNotAllowed(name))
        }
    }

    @Test("3.3 Validate All Cryptographic Operations")
    func allCryptographicOperations() throws {
        let token = try SigningKey.ed25519.token(.edDSA, #","kid":"a""#)
        try expectAlice(token)
        let other = try SigningKey.p256.token(.es256, #","kid":"a""#)
        let signature = try #require(other.split(separator: ".").last)
        try expectFailure("\(token[..<(try #require(token.lastIndex(of: ".")))]).\(signature)", .wrongSignature)
        // One signature that is right is not enough of an outer and an inner one.
        let outer = Token.signed(header: #"{"alg":"HS256","cty":"JWT"}"#, claims: other)
        try expectFailure(outer, .malformedClaims)
    }

    @Test("3.4 Validate Cryptographic Inputs")
    func cryptographicInputs() throws {
        #expect(try keySet(SigningKey.p256.members).keys.count == 1)
        let x = try #require(SigningKey.p256.members.split(separator: "\"").map(String.init).first { $0.count == 43 })
        let off = SigningKey.p256.members.replacing(x, with: Token.base64URL([UInt8](repeating: 1, count: 32)))
        #expect(try keySet(off).skipped.map(\.reason) == [.unsound])
        let identity = Token.base64URL([1] + [UInt8](repeating: 0, count: 31))
        #expect(try keySet(#""kty":"OKP","crv":"Ed25519","x":"\#(identity)""#).skipped.map(\.reason) == [.unsound])
        for key in [SigningKey.p256, .p384, .p521] {
            let algorithm = try #require(key.algorithms.first)
            let zeros = try key.token(algorithm, #","kid":"a""#) { [UInt8](repeating: 0, count: $0.count) }
            try expectFailure(zeros, .wrongSignature)
        }
    }

    /// That the secret has 32 bytes or more is for who reads the settings to see to.
    @Test("3.5 Ensure Cryptographic Keys Have Sufficient Entropy")
    func keysHaveSufficientEntropy() throws {
        #expect(try keySet(SigningKey.rsa.get().members).keys.count == 1)
        #expect(try keySet(SigningKey.rsa(bits: 1024).members).keys.isEmpty)
        #expect(try keySet(#""kty":"oct","k":"c2VjcmV0""#).skipped.map(\.reason) == [.symmetric])
        for secret in ["", "secret", "password", "changeme", "your-256-bit-secret"] {
            try expectFailure(Token.signed(claims: SigningKey.good, secret: secret), .wrongSignature)
        }
    }

    @Test("3.6 Avoid Compression of Encryption Inputs")
    func noCompression() throws {
        let parts = Token.of("alice").split(separator: ".")
        let header = Token.base64URL(Array(#"{"alg":"dir","enc":"A256GCM","zip":"DEF"}"#.utf8))
        try expectFailure("\(header)..\(parts[1]).\(parts[1]).\(parts[2])", .malformed)
    }

    @Test("3.7 Use UTF-8")
    func useUTF8() throws {
        let name = "Zoë 😀"
        let token = Token.signed(claims: #"{"sub":"\#(name)",\#(Self.exp)}"#)
        #expect(verdict(token, try Keyring.verifier.get()) == .success(name))
        let latin1 = Array(#"{"sub":"Zo"#.utf8) + [0xEB] + Array(#"",\#(Self.exp)}"#.utf8)
        let utf16 = Array(SigningKey.good.utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        for claims in [latin1, utf16] {
            let content = "\(Token.base64URL(Array(#"{"alg":"EdDSA","kid":"a"}"#.utf8))).\(Token.base64URL(claims))"
            let signature = try SigningKey.ed25519.sign(.edDSA, Array(content.utf8))
            try expectFailure("\(content).\(Token.base64URL(signature))", .malformedClaims)
        }
    }

    /// A verifier of an issuer with one audience, and of another with the secret.
    private func verifier() throws -> TokenVerifier {
        let published = KeySet.Source(
            keys: try keySet(SigningKey.ed25519.members + #","kid":"a""#).keys,
            expectations: TokenExpectations(issuer: "https://a.example", audience: "https://api.example")
        )
        return TokenVerifier(keys: KeySet([Keyring.secret, published]))
    }

    private func issued(_ claims: String) throws -> Verdict {
        let token = try SigningKey.ed25519.token(.edDSA, #","kid":"a""#, claims: "{\(claims),\(Self.exp)}")
        return verdict(token, try verifier())
    }

    @Test("3.8 Validate Issuer and Subject")
    func issuerAndSubject() throws {
        let audience = #""aud":"https://api.example""#
        #expect(try issued(#""sub":"alice","iss":"https://a.example",\#(audience)"#) == .success("alice"))
        for issuer in [
            "https://b.example", "https://a.example/", "https://A.example", "https://a.example.evil.example", "",
        ] {
            #expect(try issued(#""sub":"alice","iss":"\#(issuer)",\#(audience)"#) == .failure(.wrongIssuer))
        }
        #expect(try issued(#""sub":"alice",\#(audience)"#) == .failure(.wrongIssuer))
        for subject in [#""sub":"""#, #""sub":null"#, #""sub":1"#, #""x":1"#, #""sub":"a","user_id":"b""#] {
            #expect(try issued(#"\#(subject),"iss":"https://a.example",\#(audience)"#) == .failure(.missingUser))
        }
    }

    @Test("3.9 Use and Validate Audience")
    func audience() throws {
        let issuer = #""iss":"https://a.example""#
        for audience in [#""https://api.example""#, #"["https://x.example","https://api.example"]"#] {
            #expect(try issued(#""sub":"alice",\#(issuer),"aud":\#(audience)"#) == .success("alice"))
        }
        for audience in [
            #""https://x.example""#, "[]", "null", "1", #"{"https://api.example":1}"#, #"["https://api.example",1]"#,
        ] {
            #expect(try issued(#""sub":"alice",\#(issuer),"aud":\#(audience)"#) == .failure(.wrongAudience))
        }
        #expect(try issued(#""sub":"alice",\#(issuer)"#) == .failure(.wrongAudience))
    }

    @Test("3.10 Do Not Trust Received Claims")
    func receivedClaims() throws {
        for kid in ["../../dev/null", "' or '1'='1", "https://evil.example/key"] {
            try expectFailure(try SigningKey.ed25519.token(.edDSA, #","kid":"\#(kid)""#), .unknownKey(kid))
        }
        for member in [
            #""jku":"https://evil.example""#, #""x5u":"https://evil.example""#, #""jwk":{\#(SigningKey.p256.members)}"#,
        ] {
            // A key that is brought along changes nothing, either way.
            try expectAlice(try SigningKey.ed25519.token(.edDSA, #","kid":"a",\#(member)"#))
            let forged = try SigningKey.p256.token(.es256, named: "EdDSA", #","kid":"a",\#(member)"#)
            try expectFailure(forged, .wrongSignature)
        }
    }

    @Test(
        "3.11 Use Explicit Typing",
        arguments: [
            "", #","typ":"JWT""#, #","typ":"jwt""#, #","typ":"at+jwt""#, #","typ":"AT+JWT""#,
            #","typ":"application/jwt""#,
            #","typ":"application/at+jwt""#,
        ]
    )
    func generalTypesAreBelieved(type: String) throws {
        try expectAlice(Token.signed(header: #"{"alg":"HS256"\#(type)}"#, claims: SigningKey.good))
    }

    @Test(
        "3.12 Use Mutually Exclusive Validation Rules for Different Kinds of JWTs",
        arguments: [
            "better-auth.session-cache+jwt", "session-cache+jwt", "secevent+jwt", "logout+jwt", "dpop+jwt", "id+jwt",
            "JWE", "JOSE",
            "JOSE+JSON", "application/secevent+jwt", "application/application/jwt", "at+jwt ", " JWT", "JWT,at+jwt",
            "JWT\u{301}",
            "ＪＷＴ", "jwt; charset=utf-8", "",
        ]
    )
    func otherKindsAreRefused(type: String) throws {
        try expectFailure(
            Token.signed(header: #"{"alg":"HS256","typ":"\#(type)"}"#, claims: SigningKey.good),
            .wrongType(type)
        )
        // Keys and issuers are not exchangeable either.
        #expect(
            try issued(#""sub":"alice","iss":"https://b.example","aud":"https://api.example""#)
                == .failure(.wrongIssuer)
        )
        let token = Token.signed(header: #"{"alg":"HS256","kid":"a"}"#, claims: SigningKey.good)
        #expect(verdict(token, try verifier()) == .failure(.algorithmNotAllowed("HS256")))
    }

    @Test("3.12 A type that is no text is another kind", arguments: ["1", "null", "true", #"["JWT"]"#, #"{"JWT":1}"#])
    func aTypeIsText(type: String) throws {
        try expectFailure(
            Token.signed(header: #"{"alg":"HS256","typ":\#(type)}"#, claims: SigningKey.good),
            .wrongType(nil)
        )
    }
}
