import Testing
import TodoTestSupport
import TodoTokens

/// Tokens that nobody with a key of ours signed.
@Suite struct ForgeryTests {
    private static let kid = #","kid":"a""#

    private func source(_ key: SigningKey, _ further: String = "") throws -> KeySet.Source {
        KeySet.Source(keys: try keySet(key.members + Self.kid + further).keys)
    }

    private func signature(_ token: String) throws -> (content: Substring, signature: Substring) {
        let dot = try #require(token.lastIndex(of: "."))
        return (token[...dot], token[token.index(after: dot)...])
    }

    @Test func aPublicKeyIsNoSecret() throws {
        let secret = KeySet.Source(keys: [VerificationKey(secret: Array(Token.secret.utf8))])
        for key in try SigningKey.all() {
            // The numbers and the text of the key, as anyone can read them.
            let parts = key.members.split(separator: "\"").map(String.init) + [key.members, "{\(key.members)}"]
            for part in parts {
                for kid in ["", Self.kid] {
                    let token = Token.signed(header: #"{"alg":"HS256"\#(kid)}"#, claims: SigningKey.good, secret: part)
                    #expect(verdict(token, try source(key)) == .failure(.algorithmNotAllowed("HS256")))
                    #expect(throws: TokenRejection.self) { try verdict(token, secret, source(key)).get() }
                }
            }
        }
    }

    @Test func theSecretSignsForNoPublicKey() throws {
        let secret = KeySet.Source(keys: [VerificationKey(secret: Array(Token.secret.utf8))])
        let token = Token.signed(header: #"{"alg":"HS256","kid":"a"}"#, claims: SigningKey.good)
        #expect(verdict(token, secret, try source(.ed25519)) == .failure(.algorithmNotAllowed("HS256")))
    }

    @Test func anotherAlgorithmsNameIsRefused() throws {
        for (key, algorithm) in try SigningKey.each() {
            for name in SignatureAlgorithm.allCases.map(\.rawValue) + ["none", "None", "NONE", "HS384", "ES256K", ""]
            where name != algorithm.rawValue {
                let token = try key.token(algorithm, named: name, Self.kid)
                let fits = key.algorithms.map(\.rawValue).contains(name)
                #expect(
                    verdict(token, try source(key)) == .failure(fits ? .wrongSignature : .algorithmNotAllowed(name)),
                    "\(algorithm) named \(name)"
                )
            }
        }
    }

    @Test func anRSAKeyWithAnAlgorithmHasNoOther() throws {
        let key = try SigningKey.rsa.get()
        for (used, declared) in [(SignatureAlgorithm.rs256, "PS256"), (.ps256, "RS256"), (.rs512, "RS256")] {
            let token = try key.token(used, Self.kid)
            let source = try source(key, #","alg":"\#(declared)""#)
            #expect(verdict(token, source) == .failure(.algorithmNotAllowed(used.rawValue)))
        }
    }

    @Test func anUnsignedTokenIsRefused() throws {
        for (key, algorithm) in try SigningKey.each() {
            let content = try signature(try key.token(algorithm, Self.kid)).content
            for size in [0, 1, 32, 64, 96, 132, 256] {
                let token = "\(content)" + Token.base64URL([UInt8](repeating: 0, count: size))
                #expect(verdict(token, try source(key)) == .failure(.wrongSignature), "\(algorithm), \(size) zeros")
            }
        }
    }

    @Test func aSignatureHasOneLength() throws {
        for (key, algorithm) in try SigningKey.each() {
            let content = try signature(try key.token(algorithm, Self.kid)).content
            let bytes = try key.sign(algorithm, Array(content.dropLast().utf8))
            for other in [Array(bytes.dropLast()), Array(bytes.dropFirst()), bytes + [0], [0] + bytes, bytes + bytes] {
                let token = "\(content)" + Token.base64URL(other)
                #expect(verdict(token, try source(key)) == .failure(.wrongSignature), "\(algorithm)")
            }
        }
    }

    @Test func derIsNoSignature() throws {
        let key = SigningKey.p256
        let content = try signature(try key.token(.es256, Self.kid)).content
        let raw = try key.sign(.es256, Array(content.dropLast().utf8))
        let numbers = [raw.prefix(32), raw.suffix(32)].map { half in [0x02, 33, 0] + Array(half) }
        let der = [0x30, 70] + numbers[0] + numbers[1]
        #expect(verdict("\(content)" + Token.base64URL(der), try source(key)) == .failure(.wrongSignature))
    }

    @Test func aTokenDoesNotBringItsKey() throws {
        let (ours, theirs) = (SigningKey.ed25519, SigningKey.p256)
        for further in [
            #","jwk":{\#(theirs.members)}"#, #","jwk":{\#(theirs.members)},"kid":"a""#,
            #","jku":"https://evil.example/jwks","kid":"a""#, #","x5u":"https://evil.example","kid":"a""#,
            #","x5c":["AAAA"],"kid":"b""#,
        ] {
            let token = try theirs.token(.es256, further)
            #expect(throws: TokenRejection.self) { try verdict(token, source(ours)).get() }
        }
        // Nor does it matter in a token that is ours.
        let token = try ours.token(.edDSA, #","jwk":{\#(theirs.members)},"jku":"https://evil.example","kid":"a""#)
        #expect(verdict(token, try source(ours)) == .success("alice"))
    }

    @Test func noExtensionIsUnderstood() throws {
        for (key, algorithm) in try SigningKey.each() {
            let token = try key.token(algorithm, #","kid":"a","crit":["b64"],"b64":false"#)
            #expect(verdict(token, try source(key)) == .failure(.criticalExtensions))
        }
    }

    @Test func aNameThatIsNoTextIsMalformed() throws {
        for kid in ["1", "null", "[\"a\"]", "{}"] {
            let token = try SigningKey.ed25519.token(.edDSA, #","kid":\#(kid)"#)
            #expect(verdict(token, try source(.ed25519)) == .failure(.malformedHeader))
        }
    }

    /// Whatever byte is changed, and whatever to: the token is not believed.
    @Test func anyChangedByteIsRefused() throws {
        var random = SystemRandomNumberGenerator()
        for (key, algorithm) in try SigningKey.each() {
            let token = Array(try key.token(algorithm, Self.kid).utf8)
            let source = try source(key)
            for index in token.indices {
                var changed = token
                changed[index] ^= UInt8.random(in: 1...127, using: &random)
                let text = String(decoding: changed, as: UTF8.self)
                #expect(throws: TokenRejection.self, "\(algorithm): \(text)") { try verdict(text, source).get() }
            }
        }
    }
}
