import Testing
import TodoTestSupport
import TodoTokens

/// Tokens whose `alg` is to make the verifier check less than it should, or another key's kind of signature.
@Suite struct AlgorithmForgeryTests {
    private static let none = [
        "none", "None", "NONE", "nOnE", "noNE", " none", "none ", "none\\u0000", "\\u006eone", "n\\u006Fne", "ｎｏｎｅ",
        "nοne",
        "no\\u00ADne", "null", "", "0",
    ]

    @Test(arguments: none)
    func noTokenIsUnsigned(algorithm: String) throws {
        for name in ["", #","kid":"a""#, #","kid":"b""#] {
            let content = unsigned(header: #"{"alg":"\#(algorithm)"\#(name)}"#)
            let signed = Token.signed(header: #"{"alg":"\#(algorithm)"\#(name)}"#, claims: SigningKey.good)
            for token in [content, "\(content).", "\(content).AA", signed] { try expectRefused(token) }
        }
    }

    @Test(arguments: ["null", "false", "0", "[]", "{}", #"["HS256"]"#, #"["none","HS256"]"#, #"{"alg":"HS256"}"#])
    func anAlgorithmIsText(algorithm: String) throws {
        let token = Token.signed(header: #"{"alg":\#(algorithm)}"#, claims: SigningKey.good)
        #expect(verdict(token, try Keyring.verifier.get()) == .failure(.algorithmNotAllowed(nil)))
    }

    /// As text and as bytes, in every form in which somebody may have configured it.
    @Test func aPublicKeyIsNoSecret() throws {
        for key in try SigningKey.all() {
            let members = key.members.split(separator: "\"").map { Array($0.utf8) }
            let texts = [key.members, "{\(key.members)}", "{\(key.members),\"kid\":\"a\"}"].map { Array($0.utf8) }
            for secret in key.publicForms + members + texts {
                for header in [#"{"alg":"HS256"}"#, #"{"alg":"HS256","kid":"a"}"#, #"{"alg":"HS256","kid":"b"}"#] {
                    try expectRefused(hs256(header: header, secret: secret))
                }
            }
        }
    }

    @Test(arguments: [[], [0], [UInt8](repeating: 0, count: 32), Array("secret".utf8), Array("null".utf8)])
    func nothingElseIsTheSecret(secret: [UInt8]) throws {
        try expectRefused(hs256(secret: secret))
    }

    @Test func theSecretSignsForNoPublicKey() throws {
        for name in SignatureAlgorithm.allCases.map(\.rawValue) where name != "HS256" {
            try expectRefused(Token.signed(header: #"{"alg":"\#(name)","kid":"a"}"#, claims: SigningKey.good))
            try expectRefused(Token.signed(header: #"{"alg":"\#(name)"}"#, claims: SigningKey.good))
        }
        // A name of a public key's does not lend it to the secret either, though the secret has none.
        let token = Token.signed(header: #"{"alg":"HS256","kid":"a"}"#, claims: SigningKey.good)
        #expect(verdict(token, try Keyring.verifier.get()) == .failure(.algorithmNotAllowed("HS256")))
    }

    @Test func anotherAlgorithmsNameIsRefused() throws {
        let names =
            SignatureAlgorithm.allCases.map(\.rawValue) + [
                "none", "HS384", "HS512", "ES256K", "RSA", "PS", "Ed25519", "Ed448", "RS1", "dir", "RSA-OAEP",
                "A256GCM",
            ]
        for (key, algorithm) in try SigningKey.each() {
            let source = KeySet.Source(keys: try keySet(#"\#(key.members),"kid":"a""#).keys)
            for name in names where name != algorithm.rawValue {
                let token = try key.token(algorithm, named: name, #","kid":"a""#)
                let fits = key.algorithms.map(\.rawValue).contains(name)
                let reason: TokenRejection = fits ? .wrongSignature : .algorithmNotAllowed(name)
                #expect(verdict(token, source) == .failure(reason), "\(algorithm) named \(name)")
                try expectRefused(token)
            }
        }
    }

    /// Names that differ from a right one by case, white space or look only.
    @Test func anAlgorithmsNameHasOneSpelling() throws {
        for (key, algorithm) in try SigningKey.each() {
            let name = algorithm.rawValue
            let first = try #require(name.first)
            for other in [
                name.lowercased(), " \(name)", "\(name) ", "\(name)\\n", "\(name)\u{301}",
                "\(first)\u{200D}\(name.dropFirst())",
            ]
            where other != name {
                try expectRefused(try key.token(algorithm, named: other, #","kid":"a""#))
            }
        }
    }

    @Test func anRSAKeyWithAnAlgorithmHasNoOther() throws {
        let key = try SigningKey.rsa.get()
        for (used, declared) in [(SignatureAlgorithm.rs256, "PS256"), (.ps256, "RS256"), (.rs512, "RS256")] {
            let token = try key.token(used, #","kid":"a""#)
            let source = KeySet.Source(keys: try keySet(#"\#(key.members),"kid":"a","alg":"\#(declared)""#).keys)
            #expect(verdict(token, source) == .failure(.algorithmNotAllowed(used.rawValue)))
        }
    }
}
