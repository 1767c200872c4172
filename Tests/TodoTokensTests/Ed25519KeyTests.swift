import CustomDump
import Testing

@testable import TodoTokens

@Suite struct Ed25519KeyTests {
    /// The key of RFC 8037 appendix A.1.
    private static let members = #"""
        "kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
        "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
        """#
    private static let x = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"

    private func key(_ document: String) throws(KeyRefusal) -> Ed25519Key {
        try Ed25519Key(privateJWK: Array(document.utf8))
    }

    /// RFC 8037 appendix A.3.
    @Test func isNamedByItsThumbprint() throws {
        expectNoDifference(try key("{\(Self.members)}").id, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")
        expectNoDifference(try key(#"{\#(Self.members),"kid":"mine"}"#).id, "mine")
    }

    /// RFC 8037 appendix A.4.
    @Test func signsAsTheWorkedExample() throws {
        let content = Array("eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc".utf8)
        let key = try key("{\(Self.members)}")
        let signature = try key.signature(for: content)
        let published = try #require(try JSONWebKeySet(Array(key.publicJWKS.utf8)).keys.first)
        #expect(published.isValid(signature, for: content, by: .edDSA))
    }

    @Test func publishesWhatIsPublicAlone() throws {
        let key = try key(#"{\#(Self.members),"kid":"mine"}"#)
        expectNoDifference(
            key.publicJWKS,
            #"{"keys":[{"alg":"EdDSA","crv":"Ed25519","kid":"mine","kty":"OKP","x":"\#(Self.x)"}]}"#
        )
    }

    @Test func isReadAsItWasWritten() throws {
        let key = Ed25519Key()
        let copy = try self.key(key.privateJWK)
        expectNoDifference(copy.privateJWK, key.privateJWK)
        #expect(Ed25519Key().id != key.id)
    }

    @Test(
        arguments: [
            ("", .notAnObject), ("[]", .notAnObject), ("-----BEGIN PRIVATE KEY-----", .notAnObject),
            (#"{"kty":"EC"}"#, .unsupportedType("EC")), (#"{"kty":"OKP","crv":"X25519"}"#, .unsupportedCurve("X25519")),
            (#"{"kty":"OKP","crv":"Ed25519","x":"\#(x)"}"#, .malformed("d")),
            (#"{"kty":"OKP","crv":"Ed25519","d":"\#(x)"}"#, .malformed("x")),
            (#"{"kty":"OKP","crv":"Ed25519","d":"\#(x)","x":"\#(x)"}"#, .unsound),
            (#"{\#(members),"alg":"ES256"}"#, .unsupportedAlgorithm("ES256")),
            (#"{\#(members),"kid":1}"#, .malformed("kid")),
        ] as [(String, KeyRefusal)]
    )
    func anythingElseIsRefused(document: String, refusal: KeyRefusal) {
        #expect(throws: refusal) { try key(document) }
    }
}
