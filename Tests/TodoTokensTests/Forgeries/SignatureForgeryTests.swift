import Testing
import TodoTestSupport
import TodoTokens

/// Signatures that nobody's key made, or that are written in another way than the one that JWS knows.
@Suite struct SignatureForgeryTests {
    private static let kid = #","kid":"a""#

    private func expectWrong(
        _ key: SigningKey,
        _ algorithm: SignatureAlgorithm,
        _ comment: Comment? = nil,
        sourceLocation: SourceLocation = #_sourceLocation,
        _ change: ([UInt8]) throws -> [UInt8]
    ) throws {
        let token = try key.token(algorithm, Self.kid, signature: change)
        let verdict = verdict(token, try Keyring.verifier.get())
        #expect(verdict == .failure(.wrongSignature), comment, sourceLocation: sourceLocation)
    }

    @Test func aSignatureOfNothingIsWrong() throws {
        for (key, algorithm) in try SigningKey.each() {
            for size in [0, 1, 31, 32, 63, 64, 65, 96, 132, 256, 257, 512, 4096] {
                for byte in [UInt8.min, 1, .max] {
                    try expectWrong(key, algorithm) { _ in [UInt8](repeating: byte, count: size) }
                }
            }
        }
    }

    @Test func aSignatureHasOneLength() throws {
        for (key, algorithm) in try SigningKey.each() {
            try expectWrong(key, algorithm) { $0.dropLast() }
            try expectWrong(key, algorithm) { Array($0.dropFirst()) }
            try expectWrong(key, algorithm) { $0 + [0] }
            try expectWrong(key, algorithm) { [0] + $0 }
            try expectWrong(key, algorithm) { $0 + $0 }
            try expectWrong(key, algorithm) { Array($0.prefix($0.count / 2)) }
        }
        let token = Token.of("alice")
        let dot = try #require(token.lastIndex(of: "."))
        for length in [0, 2, 11, 22, 32, 40, 42] {
            try expectRefused(String(token[...dot] + token[token.index(after: dot)...].prefix(length)))
        }
    }

    /// Whatever byte is changed, and whatever to: the token is not believed.
    @Test func anyChangedByteIsRefused() throws {
        var random = SystemRandomNumberGenerator()
        for (key, algorithm) in try SigningKey.each() {
            let token = Array(try key.token(algorithm, Self.kid).utf8)
            for index in token.indices {
                var changed = token
                changed[index] ^= UInt8.random(in: 1...127, using: &random)
                try expectRefused(String(decoding: changed, as: UTF8.self), "\(algorithm)")
            }
        }
    }

    @Test func aSignatureBelongsToItsContent() throws {
        for (key, algorithm) in try SigningKey.each() {
            let mallory = SigningKey.good.replacing("alice", with: "mallory")
            let theirs = try key.token(algorithm, Self.kid, claims: mallory).split(separator: ".")
            let ours = try key.token(algorithm, Self.kid).split(separator: ".")
            try expectRefused("\(ours[0]).\(ours[1]).\(theirs[2])")
            try expectRefused("\(theirs[0]).\(theirs[1]).\(ours[2])")
            try expectRefused("\(ours[0])\(ours[1])..\(ours[2])")
        }
    }

    // MARK: ECDSA

    /// Among them `r` = `s` = 0, which some verifiers believe for every content (CVE-2022-21449).
    @Test func numbersOutOfRangeAreWrong() throws {
        for key in [SigningKey.p256, .p384, .p521] {
            let algorithm = try #require(key.algorithms.first)
            let order = try #require(GroupOrder.ecdsa[algorithm])
            let zero = [UInt8](repeating: 0, count: order.count)
            let one = Array(zero.dropLast()) + [1]
            let below = BigEndian.difference(order, one)
            let most = [UInt8](repeating: .max, count: order.count)
            for r in [zero, one, below, order, most] {
                for s in [zero, one, below, order, most] { try expectWrong(key, algorithm) { _ in r + s } }
                try expectWrong(key, algorithm) { r + $0.suffix(order.count) }
                try expectWrong(key, algorithm) { $0.prefix(order.count) + r }
            }
        }
    }

    /// Only the order of P-521 leaves room for it in the bytes of a number.
    @Test func anECDSANumberIsNotTakenModuloTheOrder() throws {
        let order = try #require(GroupOrder.ecdsa[.es512])
        for half in [0, 66] {
            try expectWrong(.p521, .es512) { signature in
                var signature = signature
                let number = Array(signature[half..<half + 66])
                signature.replaceSubrange(half..<half + 66, with: try #require(BigEndian.sum(number, order)))
                return signature
            }
        }
    }

    /// `s` and the order less `s` are both right, since neither RFC 7518 nor FIPS 186 prefers one.
    ///
    /// So anybody can write a token of ECDSA in a second way. It says the same; nothing takes a token's text for its identity.
    @Test func theOtherHalfOfAnECDSASignatureIsRightToo() throws {
        for key in [SigningKey.p256, .p384, .p521] {
            let algorithm = try #require(key.algorithms.first)
            let order = try #require(GroupOrder.ecdsa[algorithm])
            let token = try key.token(algorithm, Self.kid) { signature in
                let s = Array(signature.suffix(order.count))
                return signature.prefix(order.count) + BigEndian.difference(order, s)
            }
            try expectAlice(token)
        }
    }

    /// What OpenSSL and X.509 write.
    @Test func derIsNoSignature() throws {
        for key in [SigningKey.p256, .p384, .p521] {
            try expectWrong(key, try #require(key.algorithms.first)) { raw in
                let size = raw.count / 2
                let start: [UInt8] = [0x02, UInt8(size + 1), 0]
                let numbers: [UInt8] = start + raw.prefix(size) + start + raw.suffix(size)
                let long: [UInt8] = numbers.count < 128 ? [] : [0x81]
                return [0x30] + long + [UInt8(numbers.count)] + numbers
            }
        }
    }

    @Test func theNumbersHaveAnOrder() throws {
        for key in [SigningKey.p256, .p384, .p521] {
            try expectWrong(key, try #require(key.algorithms.first)) {
                $0.suffix($0.count / 2) + $0.prefix($0.count / 2)
            }
            try expectWrong(key, try #require(key.algorithms.first)) { $0.reversed() }
        }
    }

    // MARK: Ed25519

    /// RFC 8032 section 5.1.7: `S` is below the order, so that a signature has one spelling.
    @Test func anEd25519NumberIsNotTakenModuloTheOrder() throws {
        try expectWrong(.ed25519, .edDSA) { signature in
            let s = Array(signature.suffix(32).reversed())
            return signature.prefix(32) + Array(try #require(BigEndian.sum(s, GroupOrder.ed25519)).reversed())
        }
        try expectWrong(.ed25519, .edDSA) { $0.prefix(32) + Array(GroupOrder.ed25519.reversed()) }
    }

    @Test func aPointOfSmallOrderSignsNothing() throws {
        for point in WeakEd25519Points.all {
            try expectWrong(.ed25519, .edDSA) { _ in point + [UInt8](repeating: 0, count: 32) }
            try expectWrong(.ed25519, .edDSA) { point + $0.suffix(32) }
        }
    }
}
