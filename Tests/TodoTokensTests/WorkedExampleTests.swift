import CustomDump
import Testing

@testable import TodoTokens

/// What RFC 7515, 7517, 7520 and 8037 work out by hand; not all of it are claims, so it is keys and signatures that are checked.
@Suite struct WorkedExampleTests {
    private func isValid(_ key: VerificationKey, _ content: String, _ signature: String) throws -> Bool {
        let token = try SignedToken("\(content).\(signature)")
        let algorithm = try #require(token.header.algorithm.flatMap(SignatureAlgorithm.init))
        return key.isValid(token.signature, for: token.content, by: algorithm)
    }

    private func bytes(_ text: String) throws -> [UInt8] {
        try #require(Base64URL.decode(text[...].utf8))
    }

    // MARK: Signatures

    @Test(arguments: WorkedExample.publicKeys)
    func aSignatureIsRight(example: WorkedExample) throws {
        let key = try #require(try keySet(example.members).keys.first)
        let content = "\(example.header).\(example.payload)"
        #expect(try isValid(key, content, example.signature))
        #expect(try !isValid(key, content + "AAAA", example.signature))
        for other in WorkedExample.publicKeys where other.members != example.members {
            let key = try #require(try keySet(other.members).keys.first)
            #expect(try !isValid(key, content, example.signature))
        }
    }

    @Test(
        "RFC 7515 appendix A.1 and RFC 7520 section 4.4 (HS256)",
        arguments: [
            (
                "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow",
                "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.\(WorkedExample.publicKeys[0].payload)",
                "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
            ),
            (
                "hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG-Onbc6mxCcYg",
                """
                eyJhbGciOiJIUzI1NiIsImtpZCI6IjAxOGMwYWU1LTRkOWItNDcxYi1iZmQ2LWVlZjMxNGJjNzAzNyJ9\
                .\(WorkedExample.publicKeys[3].payload)
                """,
                "s0h6KThzkfBBBkLspW1h84VsJZFTsPPqMDA7g1Md7p0"
            ),
        ]
    )
    func hs256(secret: String, content: String, signature: String) throws {
        let key = VerificationKey(secret: try bytes(secret))
        #expect(try isValid(key, content, signature))
        #expect(try !isValid(key, content + "AAAA", signature))
        #expect(try !isValid(VerificationKey(secret: Array(secret.utf8)), content, signature))
    }

    @Test("RFC 7515 appendix A.5: the unsecured token is refused")
    func unsecured() throws {
        let token = "eyJhbGciOiJub25lIn0.\(WorkedExample.publicKeys[0].payload)."
        for members in WorkedExample.publicKeys.map(\.members) {
            #expect(
                verdict(token, KeySet.Source(keys: try keySet(members).keys)) == .failure(.algorithmNotAllowed("none"))
            )
        }
    }

    /// They lack a user, or have expired, or are no claims at all: right signatures are not enough.
    @Test(arguments: WorkedExample.publicKeys)
    func noneIsBelieved(example: WorkedExample) throws {
        let token = "\(example.header).\(example.payload).\(example.signature)"
        let verdict = verdict(token, KeySet.Source(keys: try keySet(example.members).keys))
        #expect([.failure(.expired(1_300_819_380)), .failure(.malformedClaims)].contains(verdict))
    }

    // MARK: Keys

    private static let modulus = """
        0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiF\
        V4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9\
        c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1\
        jF44-csFCur-kEgU8awapJzKnqDKgw
        """

    @Test("RFC 7517 appendix A.1: of the public keys, the one for encryption is passed over")
    func publicKeys() throws {
        let set = try keySet(
            #"""
            "kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",\#
            "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM","use":"enc","kid":"1"
            """#,
            #""kty":"RSA","n":"\#(Self.modulus)","e":"AQAB","alg":"RS256","kid":"2011-04-29""#
        )
        expectNoDifference(set.keys.map(\.id), ["2011-04-29"])
        expectNoDifference(set.keys.map(\.algorithms), [[.rs256]])
        expectNoDifference(set.skipped, [JSONWebKeySet.Skipped(index: 0, id: "1", reason: .notForVerification)])
    }

    @Test("RFC 7517 appendix A.2: private keys are refused")
    func privateKeys() throws {
        let set = try keySet(
            #"""
            "kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",\#
            "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM","d":"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE","use":"enc","kid":"1"
            """#,
            #""kty":"RSA","n":"\#(Self.modulus)","e":"AQAB","d":"X4cTteJY_gn4FYPsXB8rdXix5vwsg1FLN5E3EaG6RJoVH-HLLKD9","kid":"2011-04-29""#
        )
        expectNoDifference(set.skipped.map(\.reason), [.privateKey, .privateKey])
    }

    @Test("RFC 7517 appendix A.3: symmetric keys are refused")
    func symmetricKeys() throws {
        let set = try keySet(
            #""kty":"oct","alg":"A128KW","k":"GawgguFyGrWKav7AX4VKUg""#,
            #""kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ","kid":"HMAC key used in JWS spec Appendix A.1 example""#
        )
        expectNoDifference(set.skipped.map(\.reason), [.symmetric, .symmetric])
    }

    @Test("RFC 7517 appendix B: what a certificate says of a key is not asked")
    func certifiedKey() throws {
        let modulus = """
            vrjOfz9Ccdgx5nQudyhdoR17V-IubWMeOZCwX_jj0hgAsz2J_pqYW08PLbK_PdiVGKPrqzmDIsLI7sA25VEnHU1uCLNwBuUiCO11_-7d\
            Ybsr4iJmG0Qu2j8DsVyT1azpJC_NG84Ty5KKthuCaPod7iI7w0LK9orSMhBEwwZDCxTWq4aYWAchc8t-emd9qOvWtVMDC2BXksRngh6X\
            5bUYLy6AyHKvj-nUy1wgzjYQDwHMTplCoLtU-o-8SNnZ1tmRoGE9uJkBLdh5gFENabWnU5m1ZqZPdwS-qo-meMvVfJb6jJVWRpl2SUtC\
            nYG2C32qvbWbjZ_jBPD5eunqsIo1vQ
            """
        let set = try keySet(
            #""kty":"RSA","use":"sig","kid":"1b94c","n":"\#(modulus)","e":"AQAB","x5c":["MIIDQjCCAiqgAwIBAgIG"]"#
        )
        expectNoDifference(set.keys.map(\.id), ["1b94c"])
        expectNoDifference(set.keys.map(\.algorithms), [[.rs256, .rs384, .rs512, .ps256, .ps384, .ps512]])
    }
}
