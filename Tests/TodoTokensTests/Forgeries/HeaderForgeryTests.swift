import Testing
import TodoTestSupport
import TodoTokens

/// Headers that bring a key, point to one, name one in a way that is read twice, or ask for something that is not done here.
@Suite struct HeaderForgeryTests {
    private static let theirs = SigningKey.p256.members

    /// Each would let whoever writes the token choose the key.
    @Test(
        arguments: [
            #""jwk":{\#(theirs)}"#, #""jwk":{\#(theirs),"kid":"a","alg":"ES256"}"#, #""jwk":{"kty":"oct","k":""}"#,
            #""jwk":"{}""#, #""jku":"https://evil.example/jwks""#, #""jku":"http://127.0.0.1:1/jwks""#,
            #""jku":"file:///etc/passwd""#, #""jku":"data:application/json,{}""#, #""x5u":"https://evil.example""#,
            #""x5c":["MIIB"]"#, #""x5c":["MIIB"],"x5t":"AAAA","x5t#S256":"AAAA""#, #""keys":[{\#(theirs)}]"#,
        ]
    )
    func aTokenDoesNotBringItsKey(members: String) throws {
        let ours = KeySet.Source(keys: try keySet(#"\#(SigningKey.ed25519.members),"kid":"a""#).keys)
        for name in ["", #","kid":"a""#, #","kid":"b""#] {
            let token = try SigningKey.p256.token(.es256, ",\(members)\(name)")
            #expect(throws: TokenRejection.self) { try verdict(token, ours, Keyring.secret).get() }
            try expectRefused(
                Token.signed(header: #"{"alg":"HS256",\#(members)}"#, claims: SigningKey.good, secret: "")
            )
        }
        // Nor does it harm a token that is ours.
        let token = try SigningKey.ed25519.token(.edDSA, #","kid":"a",\#(members)"#)
        #expect(verdict(token, ours) == .success("alice"))
    }

    @Test(
        arguments: [
            "../../../../../../dev/null", "/dev/null", "file:///dev/null", "C:\\\\nul", "a/../a", "a\\u0000",
            "a\\u0000.pem",
            "a' or '1'='1", "' union select 'AA'; --", "a; sleep 9", "| id", "$(id)", "`id`",
            "${jndi:ldap://evil.example}",
            "%61", "A", "а", "ａ", " a", "a ", "a\\n", "\\ufeffa", "a\\u200b", "a\\u0301", "", ".", "..", "*", "%s%n",
            "0",
            "null", "undefined", "__proto__", "constructor",
        ]
    )
    func aNameIsComparedAndNothingElse(name: String) throws {
        let ours = KeySet.Source(keys: try keySet(#"\#(SigningKey.ed25519.members),"kid":"a""#).keys)
        let named = #","kid":"\#(name)""#
        let verdict = verdict(try SigningKey.ed25519.token(.edDSA, named), ours, Keyring.secret)
        guard case .failure(.unknownKey) = verdict else {
            Issue.record("\(verdict)")
            return
        }
        for secret in [[], [0], Array("AA".utf8)] {
            try expectRefused(hs256(header: #"{"alg":"HS256"\#(named)}"#, secret: secret))
        }
    }

    @Test func aLongNameIsUnknown() throws {
        let name = String(repeating: "a", count: 20_000)
        let token = try SigningKey.ed25519.token(.edDSA, #","kid":"\#(name)""#)
        #expect(verdict(token, try Keyring.verifier.get()) == .failure(.unknownKey(name)))
    }

    @Test(arguments: [("\u{E9}", "e\u{301}"), ("K", "\u{212A}"), ("\u{C5}", "\u{212B}"), (";", "\u{37E}")])
    func namesThatUnicodeHoldsEqualAreTwo(ours: String, theirs: String) throws {
        #expect(ours == theirs)
        let source = KeySet.Source(keys: try keySet(#"\#(SigningKey.ed25519.members),"kid":"\#(ours)""#).keys)
        #expect(verdict(try SigningKey.ed25519.token(.edDSA, #","kid":"\#(ours)""#), source) == .success("alice"))
        let token = try SigningKey.ed25519.token(.edDSA, #","kid":"\#(theirs)""#)
        #expect(verdict(token, source) == .failure(.unknownKey(theirs)))
    }

    @Test(arguments: ["1", "null", "true", #"["a"]"#, "{}", #"{"$ne":null}"#, "1.0", #""\ud800""#])
    func aNameThatIsNoTextIsMalformed(name: String) throws {
        let token = try SigningKey.ed25519.token(.edDSA, #","kid":\#(name)"#)
        #expect(verdict(token, try Keyring.verifier.get()) == .failure(.malformedHeader))
        let signed = Token.signed(header: #"{"alg":"HS256","kid":\#(name)}"#, claims: SigningKey.good)
        #expect(verdict(signed, try Keyring.verifier.get()) == .failure(.malformedHeader))
    }

    /// RFC 7515 section 4.1.11; RFC 7797 section 6 has `b64` named there.
    @Test(
        arguments: [
            #""crit":["b64"],"b64":false"#, #""crit":["b64"],"b64":true"#, #""crit":["exp"],"exp":9"#,
            #""crit":["alg"]"#,
            #""crit":["x"]"#, #""crit":[]"#, #""crit":null"#, #""crit":"b64""#, #""crit":{}"#, #""\u0063rit":["x"]"#,
        ]
    )
    func noExtensionIsUnderstood(members: String) throws {
        for (key, algorithm) in try SigningKey.each() {
            let token = try key.token(algorithm, #","kid":"a",\#(members)"#)
            #expect(verdict(token, try Keyring.verifier.get()) == .failure(.criticalExtensions))
        }
        let token = Token.signed(header: #"{"alg":"HS256",\#(members)}"#, claims: SigningKey.good)
        #expect(verdict(token, try Keyring.verifier.get()) == .failure(.criticalExtensions))
    }

    /// RFC 7797 section 3: without `crit` the member says nothing to who does not know it; the content is base64url as ever.
    @Test func contentThatIsNotEncodedIsMalformed() throws {
        let claims = SigningKey.good.replacing(".", with: "")
        for further in [#","b64":false"#, #","b64":false,"crit":["b64"]"#] {
            let header = Token.base64URL(Array(#"{"alg":"EdDSA","kid":"a"\#(further)}"#.utf8))
            let content = "\(header).\(claims)"
            let signature = Token.base64URL(try SigningKey.ed25519.sign(.edDSA, Array(content.utf8)))
            #expect(verdict("\(content).\(signature)", try Keyring.verifier.get()) == .failure(.malformed))
        }
    }

    /// `zip` belongs to encrypted tokens; a compressed payload is no JSON, and nothing inflates it.
    @Test func nothingIsDecompressed() throws {
        let deflated: [UInt8] = [
            0xAB, 0x56, 0x2A, 0x2E, 0x4D, 0x52, 0xB2, 0x52, 0x4A, 0xCC, 0xC9, 0x4C, 0x4E, 0x55, 0xAA, 0x05, 0x00,
        ]
        let header = Token.base64URL(Array(#"{"alg":"HS256","zip":"DEF"}"#.utf8))
        let token = Token.signed(header: #"{"alg":"HS256","zip":"DEF"}"#, claims: SigningKey.good)
        try expectAlice(token, "`zip` says nothing in a token that is signed only.")
        try expectRefused("\(header).\(Token.base64URL(deflated)).AA")
    }

    @Test func keysOfOneNameAreToldApartByAlgorithm() throws {
        for (key, algorithm) in try SigningKey.each() {
            try expectAlice(try key.token(algorithm, #","kid":"a""#))
            for (other, used) in try SigningKey.each() where other.members != key.members {
                try expectRefused(try other.token(used, named: algorithm.rawValue, #","kid":"a""#))
            }
        }
    }
}
