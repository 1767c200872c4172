import Testing
import TodoTestSupport
import TodoTokens

/// Claims that are really signed, but would be read differently by different readers, or say nothing certain.
@Suite struct ClaimForgeryTests {
    private func verdict(_ claims: String) throws -> Verdict {
        TodoTokensTests.verdict(Token.signed(claims: claims), try Keyring.verifier.get())
    }

    private static let exp = #""exp":\#(Token.seconds + 900)"#

    /// Some readers take the first of two members with one name, most the last (RFC 7519 section 4).
    @Test(
        arguments: [
            #"\#(exp),"sub":"alice","sub":"bob""#, #"\#(exp),"sub":"alice","sub":"alice""#,
            #"\#(exp),"sub":"alice","sub":null"#,
            #"\#(exp),"user_id":"alice","sub":"alice","user_id":"bob""#, #""exp":1,\#(exp),"sub":"alice""#,
            #"\#(exp),\#(exp),"sub":"alice""#, #"\#(exp),"exp":null,"sub":"alice""#,
            #"\#(exp),"e\u0078p":1,"sub":"alice""#,
            #"\#(exp),"\u0073\u0075\u0062":"bob","sub":"alice""#, #"\#(exp),"sub":"alice","s\u0075b":"bob""#,
            #"\#(exp),"sub":"alice","iss":"a","iss":"b""#, #"\#(exp),"sub":"alice","nbf":0,"nbf":9e9"#,
            #"\#(exp),"sub":"alice","x":{"y":1,"y":2}"#, #"\#(exp),"sub":"alice","x":[{"y":1,"\u0079":2}]"#,
            #"\#(exp),"sub":"alice","":1,"":2"#,
        ]
    )
    func aClaimIsThereOnce(claims: String) throws {
        #expect(try verdict("{\(claims)}") == .failure(.malformedClaims))
    }

    @Test(
        arguments: [
            #""alg":"HS256","alg":"HS256""#, #""alg":"none","alg":"HS256""#, #""alg":"HS256","alg":"none""#,
            #""alg":"HS256","\u0061lg":"none""#, #""\u0061lg":"none","alg":"HS256""#,
            #""al\u0067":"EdDSA","alg":"HS256""#,
            #""alg":"HS256","kid":"a","kid":"b""#, #""alg":"HS256","typ":"JWT","typ":"x""#,
            #""alg":"HS256","crit":[],"crit":["x"]"#, #""alg":"HS256","x":{"y":1,"y":2}"#,
        ]
    )
    func aHeaderParameterIsThereOnce(members: String) throws {
        let token = Token.signed(header: "{\(members)}", claims: SigningKey.good)
        #expect(TodoTokensTests.verdict(token, try Keyring.verifier.get()) == .failure(.malformedHeader))
    }

    @Test func anEscapedNameIsTheSameName() throws {
        #expect(try verdict(#"{"\u0073ub":"\u0061lice","e\u0078p":\#(Token.seconds + 900)}"#) == .success("alice"))
        try expectAlice(Token.signed(header: #"{"\u0061lg":"H\u00532\u0035\u0036"}"#, claims: SigningKey.good))
    }

    @Test(
        arguments: [
            "\"\(Token.seconds + 900)\"", "null", "true", "[]", "{}", "[\(Token.seconds + 900)]", "{\"exp\":9e9}",
            "\"never\"",
            "\"2099-01-01T00:00:00Z\"",
        ]
    )
    func anExpiryIsANumber(value: String) throws {
        #expect(try verdict(#"{"sub":"alice","exp":\#(value)}"#) == .failure(.missingExpiry))
    }

    @Test(
        arguments: [
            "NaN", "Infinity", "-Infinity", "nan", "inf", "0x7FFFFFFF", "01771323300", "+1771323300", "1771323300.",
            ".5",
            "1_771_323_300", "1e", "1e+", "--1", "-", "1,5", "\u{FF11}", "1771323300L", "new Date()", "", "undefined",
            "1e400", "-1e400", "1e99999999999", "1e-400",
        ]
    )
    func aNumberIsOneOfJSONThatADoubleHolds(value: String) throws {
        #expect(try verdict(#"{"sub":"alice","exp":\#(value)}"#) == .failure(.malformedClaims))
    }

    @Test(
        arguments: [
            ("-1", .failure(.expired(-1))), ("-0", .failure(.expired(0))), ("0.0", .failure(.expired(0))),
            ("1e308", .success("alice")), ("9007199254740993", .success("alice")),
            ("18446744073709551616", .success("alice")), ("340282366920938463463374607431768211456", .success("alice")),
            ("1.7713233e9", .success("alice")), ("1771323300.999999999999999999999", .success("alice")),
            ("-1.7713233E+9", .failure(.expired(-1_771_323_300))), ("17713233e2", .success("alice")),
        ] as [(String, Verdict)]
    )
    func aNumberIsJudgedByItsValue(value: String, expected: Verdict) throws {
        #expect(try verdict(#"{"sub":"alice","exp":\#(value)}"#) == expected)
    }

    /// What would be written in milliseconds would never expire, and is not yet valid by any clock.
    @Test func millisecondsAreInTheFuture() throws {
        let milliseconds = Token.seconds * 1000
        #expect(try verdict(#"{"sub":"alice",\#(Self.exp),"iat":\#(milliseconds)}"#) == .failure(.issuedInTheFuture))
        #expect(try verdict(#"{"sub":"alice",\#(Self.exp),"nbf":\#(milliseconds)}"#) == .failure(.notYetValid))
    }

    @Test(arguments: ["\u{E9}", "\u{212A}", "\u{212B}"])
    func usersThatUnicodeHoldsEqualAreTwo(name: String) throws {
        let scalars = name == "\u{E9}" ? "e\u{301}" : name == "\u{212A}" ? "K" : "\u{C5}"
        #expect(name == scalars)
        #expect(try verdict(#"{\#(Self.exp),"user_id":"\#(name)","sub":"\#(scalars)"}"#) == .failure(.missingUser))
        let user = try verdict(#"{\#(Self.exp),"sub":"\#(name)"}"#).get()
        #expect(user.utf8.elementsEqual(name.utf8))
    }

    /// RFC 7519 section 2: without any transformation.
    @Test func anIssuerAndAnAudienceAreComparedByteByByte() throws {
        let expectations = TokenExpectations(issuer: "https://K.example/\u{E9}", audience: "https://K.example/\u{E9}")
        let key = VerificationKey(secret: Array(Token.secret.utf8))
        let verifier = TokenVerifier(keys: KeySet([KeySet.Source(keys: [key], expectations: expectations)]))
        let right = "https://K.example/\u{E9}"
        for other in [
            "https://\u{212A}.example/\u{E9}", "https://K.example/e\u{301}", "https://k.example/\u{E9}", right + "/",
            " " + right,
            right + "\\u0000", "https://K.example/%C3%A9",
        ] {
            let issuer = Token.signed(claims: #"{"sub":"a",\#(Self.exp),"iss":"\#(other)","aud":"\#(right)"}"#)
            #expect(TodoTokensTests.verdict(issuer, verifier) == .failure(.wrongIssuer))
            for audience in ["\"\(other)\"", "[\"\(other)\"]"] {
                let token = Token.signed(claims: #"{"sub":"a",\#(Self.exp),"iss":"\#(right)","aud":\#(audience)}"#)
                #expect(TodoTokensTests.verdict(token, verifier) == .failure(.wrongAudience))
            }
        }
    }
}
