import Testing

@testable import TodoTokens

@Suite struct VerificationKeyTests {
    /// The key itself refuses what is not its own, whoever chose it.
    @Test func aKeyVerifiesItsOwnAlgorithmsOnly() throws {
        let content = Array("content".utf8)
        let rsa = try SigningKey.rsa.get()
        let key = try #require(try keySet(#"\#(rsa.members),"alg":"RS256""#).keys.first)
        for algorithm in rsa.algorithms {
            let signature = try rsa.sign(algorithm, content)
            #expect(key.isValid(signature, for: content, by: algorithm) == (algorithm == .rs256))
        }
    }
}
