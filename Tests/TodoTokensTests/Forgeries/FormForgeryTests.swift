import Testing
import TodoTestSupport
import TodoTokens

/// What is almost a token in the compact serialisation (RFC 7515 section 7.1), and what is another serialisation.
@Suite struct FormForgeryTests {
    private static let good = Token.of("alice")
    private static let parts: [String] = good.split(separator: ".").map(String.init)

    private func verdict(_ token: String) throws -> Verdict {
        TodoTokensTests.verdict(token, try Keyring.verifier.get())
    }

    @Test(arguments: [
        "=", "==", " ", "\n", "\r\n", "\t", "\0", "%0A", "+", "/", ",", ";", "\u{200B}", "\u{FEFF}", "é", "A", "AAAAA",
    ])
    func nothingIsAroundTheParts(addition: String) throws {
        let (header, claims, signature) = (Self.parts[0], Self.parts[1], Self.parts[2])
        for token in [
            "\(addition)\(header).\(claims).\(signature)", "\(header)\(addition).\(claims).\(signature)",
            "\(header).\(addition)\(claims).\(signature)", "\(header).\(claims)\(addition).\(signature)",
            "\(header).\(claims).\(addition)\(signature)", "\(header).\(claims).\(signature)\(addition)",
        ] {
            try expectRefused(token)
        }
    }

    /// Base64 with padding, or with the alphabet that URLs do not take.
    @Test func onlyTheAlphabetOfURLsIsRead() throws {
        let claims = #"{"sub":"alice","exp":\#(Token.seconds + 900),"x":"??>>~~"}"#
        let token = Token.signed(claims: claims)
        try expectAlice(token)
        let standard = token.replacing("-", with: "+").replacing("_", with: "/")
        #expect(standard != token)
        #expect(try verdict(standard) == .failure(.malformed))
        let padded = token.split(separator: ".").map { part in
            String(part) + String(repeating: "=", count: (4 - part.count % 4) % 4)
        }
        #expect(try verdict(padded.joined(separator: ".")) == .failure(.malformed))
    }

    /// Unused bits at a part's end would let anybody write a token in several ways.
    @Test func eachPartHasOneSpelling() throws {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        for (key, algorithm) in try SigningKey.each() {
            let parts = try key.token(algorithm, #","kid":"a""#).split(separator: ".").map(String.init)
            for (index, part) in parts.enumerated() where part.utf8.count % 4 != 0 {
                let last = try #require(part.last.flatMap { alphabet.firstIndex(of: $0) })
                var parts = parts
                parts[index] = part.dropLast() + String(alphabet[last + 1])
                #expect(try verdict(parts.joined(separator: ".")) == .failure(.malformed))
            }
        }
    }

    @Test(
        arguments: [
            #"{"payload":"\#(parts[1])","protected":"\#(parts[0])","signature":"\#(parts[2])"}"#,
            #"{"payload":"\#(parts[1])","signatures":[{"protected":"\#(parts[0])","signature":"\#(parts[2])"}]}"#,
            #"["\#(good)"]"#, #""\#(good)""#, "JWT \(good)", "\(parts[0]).\(parts[1])",
            ".", "\(good).\(good)", "\(good),\(good)",
            "\(parts[0]):\(parts[1]):\(parts[2])", "\(parts[0])．\(parts[1])．\(parts[2])", "\(good).AA",
        ]
    )
    func anotherSerialisationIsMalformed(text: String) throws {
        #expect(try verdict(text) == .failure(.malformed))
    }

    /// RFC 7515 appendix F sends the claims elsewhere.
    @Test func noPartIsLeftOut() throws {
        #expect(try verdict("\(Self.parts[0])..\(Self.parts[2])") == .failure(.malformedClaims))
        #expect(try verdict("\(Self.parts[0]).\(Self.parts[1]).") == .failure(.wrongSignature))
        #expect(try verdict(".\(Self.parts[1]).\(Self.parts[2])") == .failure(.malformedHeader))
        #expect(try verdict("..") == .failure(.malformedHeader))
    }

    /// An encrypted token has five parts; what is inside is asked for by nobody.
    @Test func anEncryptedTokenIsMalformed() throws {
        let header = Token.base64URL(Array(#"{"alg":"dir","enc":"A128GCM","zip":"DEF"}"#.utf8))
        #expect(
            try verdict("\(header)..\(Self.parts[1]).\(Self.parts[2]).AAAAAAAAAAAAAAAAAAAAAA") == .failure(.malformed)
        )
        for algorithm in ["dir", "RSA-OAEP", "RSA1_5", "ECDH-ES", "PBES2-HS256+A128KW", "A128KW"] {
            try expectRefused("\(unsigned(header: #"{"alg":"\#(algorithm)","enc":"A128GCM","kid":"a"}"#)).AAAA")
            try expectRefused(
                Token.signed(header: #"{"alg":"\#(algorithm)","p2c":2147483647}"#, claims: SigningKey.good)
            )
        }
    }

    /// RFC 7519 section 5.2.
    @Test func aTokenInsideATokenIsNotUnpacked() throws {
        let nested = Token.signed(header: #"{"alg":"HS256","cty":"JWT"}"#, claims: Self.good)
        #expect(try verdict(nested) == .failure(.malformedClaims))
        #expect(try verdict(Token.signed(claims: "\"\(Self.good)\"")) == .failure(.malformedClaims))
    }

    // MARK: The encoding of text

    private static func texts(_ text: String) -> [[UInt8]] {
        let units = Array(text.utf16)
        let big = units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        let little = units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let utf8 = Array(text.utf8)
        return [
            big, little, [0xFE, 0xFF] + big, [0xFF, 0xFE] + little,
            units.flatMap { [0, 0, UInt8($0 >> 8), UInt8($0 & 0xFF)] },
            units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8), 0, 0] }, [0xEF, 0xBB, 0xBF] + utf8, utf8 + [0],
            [0] + utf8,
            utf8.dropLast() + [0, 0x7D], utf8 + [0xFF], utf8 + [0xC0, 0x80],
            utf8.dropLast() + [0xED, 0xA0, 0x80, 0x7D],
            // Members with overlong, cut and lone bytes in their text.
            utf8.dropLast() + Array(#","x":""#.utf8) + [0xC0, 0xAF] + Array(#""}"#.utf8),
            utf8.dropLast() + Array(#","x":""#.utf8) + [0xE2, 0x82] + Array(#""}"#.utf8),
            utf8.dropLast() + Array(#","x":""#.utf8) + [0xED, 0xA0, 0x80] + Array(#""}"#.utf8),
            utf8.dropLast() + Array(#","x":""#.utf8) + [0xF4, 0x90, 0x80, 0x80] + Array(#""}"#.utf8),
        ]
    }

    private func token(header: [UInt8], claims: [UInt8]) throws -> String {
        let content = "\(Token.base64URL(header)).\(Token.base64URL(claims))"
        return "\(content).\(Token.base64URL(try SigningKey.ed25519.sign(.edDSA, Array(content.utf8))))"
    }

    @Test func textIsUTF8() throws {
        let header = #"{"alg":"EdDSA","kid":"a"}"#
        try expectAlice(try token(header: Array(header.utf8), claims: Array(SigningKey.good.utf8)))
        for text in Self.texts(header) {
            #expect(try verdict(token(header: text, claims: Array(SigningKey.good.utf8))) == .failure(.malformedHeader))
        }
        for text in Self.texts(SigningKey.good) {
            #expect(try verdict(token(header: Array(header.utf8), claims: text)) == .failure(.malformedClaims))
        }
    }

    // MARK: Size

    @Test func aTokenHasAtMost32KiB() throws {
        func padded(_ count: Int) -> String {
            Token.signed(
                claims: #"{"sub":"alice","exp":\#(Token.seconds + 900),"x":"\#(String(repeating: "x", count: count))"}"#
            )
        }
        try expectAlice(padded(24_000))
        for count in [25_000, 1 << 20] { #expect(try verdict(padded(count)) == .failure(.malformed)) }
        for character in [".", "A", "e", "{", "é"] {
            #expect(try verdict(String(repeating: character, count: 1 << 20)) == .failure(.malformed))
        }
    }
}
