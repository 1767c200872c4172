import CustomDump
import Testing
import TodoTestSupport
import TodoTokens

@Suite struct JSONWebKeySetTests {
    private static let sound = SigningKey.ed25519.members

    @Test func whatIsUnknownOrBrokenTakesNothingFromItsNeighbours() throws {
        let document =
            #"{"keys":[1,null,[],{},{"kty":"oct","k":"AAAA"},{\#(Self.sound),"kid":"a"},{"kty":"AKP"}],"x":1}"#
        let set = try JSONWebKeySet(Array(document.utf8))
        expectNoDifference(set.keys.map(\.id), ["a"])
        expectNoDifference(
            set.skipped.map(\.reason),
            [
                .notAnObject, .notAnObject, .notAnObject, .malformed("kty"), .symmetric, .unsupportedType("AKP"),
            ]
        )
        expectNoDifference(set.skipped.map(\.index), [0, 1, 2, 3, 4, 6])
    }

    @Test(arguments: [
        "", "[]", "null", "{}", #"{"keys":{}}"#, #"{"keys":null}"#, #"{"keys":[}"#, "<html>", #"{"keys":[]}"# + "\0",
        #"{"keys":"#,
    ])
    func whatIsNoSetIsRefused(document: String) {
        #expect(throws: JSONWebKeySet.Malformed.self) { try JSONWebKeySet(Array(document.utf8)) }
    }

    @Test func anEmptySetIsASet() throws {
        #expect(try keySet().keys.isEmpty)
    }

    @Test(
        arguments: [
            (#""use":"sig""#, nil), (#""key_ops":["verify"]"#, nil), (#""key_ops":["sign","verify"],"use":"sig""#, nil),
            (#""alg":"EdDSA""#, nil), (#""x5c":1"#, nil), (#""use":"enc""#, .notForVerification),
            (#""use":"sig","key_ops":["sign"]"#, .notForVerification), (#""key_ops":[]"#, .notForVerification),
            (#""use":"enc","key_ops":["verify"]"#, .notForVerification), (#""use":1"#, .malformed("use")),
            (#""key_ops":"verify""#, .malformed("key_ops")), (#""kid":1"#, .malformed("kid")),
            (#""alg":null"#, .malformed("alg")), (#""alg":"ES256""#, .unsupportedAlgorithm("ES256")),
            (#""alg":"HS256""#, .unsupportedAlgorithm("HS256")), (#""alg":"none""#, .unsupportedAlgorithm("none")),
            (#""alg":"ECDH-ES""#, .unsupportedAlgorithm("ECDH-ES")), (#""d":"AAAA""#, .privateKey),
        ] as [(String, KeyRefusal?)]
    )
    func aKeyIsForVerificationOnly(further: String, reason: KeyRefusal?) throws {
        let set = try keySet("\(Self.sound),\(further)")
        #expect(set.skipped.first?.reason == reason)
        #expect(set.keys.count == (reason == nil ? 1 : 0))
    }

    @Test(
        arguments: [
            (#""kty":"OKP","crv":"X25519","x":"AAAA""#, .unsupportedCurve("X25519")),
            (#""kty":"OKP","crv":"Ed25519""#, .malformed("x")),
            (#""kty":"OKP","crv":"Ed25519","x":"AAAA""#, .malformed("x")),
            (#""kty":"EC","crv":"secp256k1","x":"AAAA","y":"AAAA""#, .unsupportedCurve("secp256k1")),
            (#""kty":"EC","x":"AAAA","y":"AAAA""#, .malformed("crv")),
            (#""kty":"EC","crv":"P-256","x":"\#(zeros(32))","y":"\#(zeros(32))""#, .unsound),
            (#""kty":"EC","crv":"P-256","x":"\#(zeros(32))","y":"\#(zeros(31))""#, .malformed("y")),
            (#""kty":"EC","crv":"P-384","x":"\#(zeros(48))","y":"\#(zeros(48))""#, .unsound),
            (#""kty":"EC","crv":"P-521","x":"\#(zeros(66))","y":"\#(zeros(66))""#, .unsound),
            (#""kty":"RSA","n":"\#(zeros(256))","e":"AQAB""#, .unsound),
            (#""kty":"RSA","n":"\#(ones(256))","e":"AQ""#, .unsound),
            (#""kty":"RSA","n":"\#(ones(256))","e":"Ag""#, .unsound),
            (#""kty":"RSA","n":"\#(ones(128))","e":"AQAB""#, .malformed("n")),
            (#""kty":"RSA","n":"\#(ones(1025))","e":"AQAB""#, .malformed("n")),
            (#""kty":"RSA","n":"\#(ones(256))","e":"\#(ones(9))""#, .malformed("e")),
            (#""kty":"RSA","n":"\#(ones(256))+","e":"AQAB""#, .malformed("n")),
        ] as [(String, KeyRefusal)]
    )
    func numbersThatMakeNoKeyAreRefused(members: String, reason: KeyRefusal) throws {
        #expect(try keySet(members).skipped.first?.reason == reason)
    }

    @Test func aShortRSAKeyIsRefused() throws {
        let members = try SigningKey.rsa(bits: 1024).members
        #expect(try keySet(members).skipped.first?.reason == .malformed("n"))
    }

    @Test func noMoreThanSoManyEntriesAreLookedAt() throws {
        let entries = Array(repeating: "{\(Self.sound)}", count: JSONWebKeySet.maximumEntries + 3)
        let set = try JSONWebKeySet(Array(#"{"keys":[\#(entries.joined(separator: ","))]}"#.utf8))
        #expect(set.keys.count == JSONWebKeySet.maximumEntries)
        expectNoDifference(set.skipped.map(\.reason), [.tooMany, .tooMany, .tooMany])
    }

    private static func zeros(_ count: Int) -> String { Token.base64URL([UInt8](repeating: 0, count: count)) }
    private static func ones(_ count: Int) -> String { Token.base64URL([UInt8](repeating: 255, count: count)) }
}
