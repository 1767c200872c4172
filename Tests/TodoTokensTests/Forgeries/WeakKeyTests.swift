import Testing
import TodoTestSupport
import TodoTokens

/// Published keys for which anybody could sign, or whose use would take long: none of them is used.
@Suite struct WeakKeyTests {
    private static func refusal(_ members: String) throws -> KeyRefusal? {
        let set = try keySet(members)
        #expect(set.keys.count + set.skipped.count == 1)
        return set.skipped.first?.reason
    }

    /// Under the point of order 1, for instance, a signature of that point and 0 would be right for every content.
    @Test(arguments: WeakEd25519Points.all)
    func anEd25519KeyIsOfLargeOrder(point: [UInt8]) throws {
        let x = Token.base64URL(point)
        #expect(try Self.refusal(#""kty":"OKP","crv":"Ed25519","x":"\#(x)""#) == .unsound)
    }

    @Test func anEllipticPointIsOnItsCurve() throws {
        for key in [SigningKey.p256, .p384, .p521] {
            let parts = key.members.split(separator: "\"").map(String.init)
            let x = try #require(parts.firstIndex(of: "x"))
            let swapped = key.members.replacing(#""x""#, with: #""z""#).replacing(#""y""#, with: #""x""#)
                .replacing(#""z""#, with: #""y""#)
            #expect(try Self.refusal(swapped) == .unsound)
            // The point at infinity has no coordinates, and zeros are none of it.
            let zeros = String(repeating: "A", count: parts[x + 2].count)
            #expect(try Self.refusal(key.members.replacing(parts[x + 2], with: zeros)) == .unsound)
        }
    }

    @Test func aPointOfAnotherCurveIsRefused() throws {
        let points = [SigningKey.p256, .p384, .p521].map(\.members)
        for members in points {
            for curve in ["P-256", "P-384", "P-521"] where !members.contains(curve) {
                let other = members.replacing(/"P-\d+"/, with: "\"\(curve)\"")
                guard case .malformed = try Self.refusal(other) else {
                    Issue.record("\(other)")
                    continue
                }
            }
        }
    }

    private static func rsa(_ modulus: [UInt8], _ exponent: [UInt8] = [1, 0, 1]) -> String {
        #""kty":"RSA","n":"\#(Token.base64URL(modulus))","e":"\#(Token.base64URL(exponent))""#
    }

    private static func ones(_ count: Int) -> [UInt8] { [UInt8](repeating: 0xFF, count: count) }
    private static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }

    /// RFC 7518 section 3.3; the number counts, not how many zeros it is written with.
    @Test(
        arguments: [
            (ones(255), .malformed("n")), ([0x7F] + ones(255), .unsound), ([0x01] + ones(255), .unsound),
            ([0] + ones(255), .unsound), (zeros(128) + ones(128), .unsound), (zeros(255) + [15], .unsound),
            (zeros(256), .unsound), (zeros(768) + ones(128), .unsound), (ones(255) + [0xFE], .unsound),
            (ones(256), nil), ([0] + ones(256), nil), (ones(1024), nil), (ones(1025), .malformed("n")),
            (ones(2048), .malformed("n")), (ones(8192), .malformed("n")), ([], .malformed("n")),
        ] as [([UInt8], KeyRefusal?)]
    )
    func anRSAKeyHas2048To8192Bits(modulus: [UInt8], reason: KeyRefusal?) throws {
        #expect(try Self.refusal(Self.rsa(modulus)) == reason)
    }

    @Test(
        arguments: [
            ([], .malformed("e")), ([0], .unsound), ([1], .unsound), ([2], .unsound), ([0, 0, 1], .unsound),
            ([1, 0, 0], .unsound), ([3], nil), ([1, 0, 1], nil), ([0, 1, 0, 1], nil), (ones(4), nil),
            ([1] + ones(4), nil),
            ([3] + ones(4), .unsound), (ones(8), .unsound), (ones(9), .malformed("e")), (ones(256), .malformed("e")),
        ] as [([UInt8], KeyRefusal?)]
    )
    func anRSAExponentIsOddAndShort(exponent: [UInt8], reason: KeyRefusal?) throws {
        #expect(try Self.refusal(Self.rsa(Self.ones(256), exponent)) == reason)
    }

    /// A private key that is published, or a secret, signs for whoever has read it.
    @Test(arguments: [#""d":"AAAA""#, #""d":"""#, #""d":null"#, #""d":1"#, #""\u0064":"AAAA""#])
    func aPublishedPrivateKeyIsRefused(member: String) throws {
        for key in try SigningKey.all() { #expect(try Self.refusal("\(key.members),\(member)") == .privateKey) }
    }

    @Test(arguments: ["HS256", "HS512", "none", "dir", "A256GCM"])
    func aPublishedSecretIsRefused(algorithm: String) throws {
        let secret = Token.base64URL(Array(Token.secret.utf8))
        #expect(try Self.refusal(#""kty":"oct","k":"\#(secret)","alg":"\#(algorithm)""#) == .symmetric)
        for key in try SigningKey.all() {
            #expect(try Self.refusal(#"\#(key.members),"alg":"\#(algorithm)""#) == .unsupportedAlgorithm(algorithm))
        }
    }
}
