import Testing
import TodoTestSupport
import TodoTokens

/// RSA signatures whose padding is not quite right: the whole of it is checked, not only what the digest needs.
@Suite struct RSAForgeryTests {
    private func verdict(_ algorithm: String, _ signature: String) throws -> Verdict {
        let source = KeySet.Source(keys: try keySet(RSASignatures.members + #","kid":"a""#).keys)
        let content = unsigned(header: #"{"alg":"\#(algorithm)","kid":"a"}"#)
        return TodoTokensTests.verdict("\(content).\(signature)", source)
    }

    @Test func theGenuineOnesAreBelieved() throws {
        #expect(try verdict("RS256", RSASignatures.RS256.genuine) == .success("alice"))
        #expect(try verdict("PS256", RSASignatures.PS256.genuine) == .success("alice"))
    }

    @Test(
        arguments: [
            RSASignatures.RS256.plusModulus, RSASignatures.RS256.sha1, RSASignatures.RS256.withoutNull,
            RSASignatures.RS256.bareDigest, RSASignatures.RS256.encryptionPadding, RSASignatures.RS256.shortPadding,
            RSASignatures.RS256.cubeRoot, RSASignatures.PS256.genuine,
        ]
    )
    func thePaddingOfRS256HasOneForm(signature: String) throws {
        #expect(try verdict("RS256", signature) == .failure(.wrongSignature))
    }

    @Test(
        arguments: [
            RSASignatures.PS256.plusModulus, RSASignatures.PS256.noSalt, RSASignatures.PS256.salt20,
            RSASignatures.PS256.salt31, RSASignatures.PS256.salt33, RSASignatures.PS256.longestSalt,
            RSASignatures.PS256.sha1Mask, RSASignatures.PS256.sha1, RSASignatures.PS256.pkcs1,
            RSASignatures.RS256.genuine,
        ]
    )
    func theSaltOfPS256IsAsLongAsItsDigest(signature: String) throws {
        #expect(try verdict("PS256", signature) == .failure(.wrongSignature))
    }
}
