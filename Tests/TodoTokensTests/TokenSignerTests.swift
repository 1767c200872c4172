import CustomDump
import JWTKit
import Testing
import TodoTestSupport

@testable import TodoTokens

@Suite struct TokenSignerTests {
    private static let claims = Array(SigningKey.good.utf8)

    private struct Payload: JWTPayload {
        let sub: String
        func verify(using algorithm: some JWTAlgorithm) throws {}
    }

    private func header(_ token: String) throws -> String {
        let part = try #require(token.split(separator: ".").first)
        return String(decoding: try #require(Base64URL.decode(part.utf8)), as: UTF8.self)
    }

    @Test func anIndependentLibraryVerifiesASecretsToken() async throws {
        let token = try TokenSigner.secret(Array(Token.secret.utf8)).sign(claims: Self.claims)
        let keys = await JWTKeyCollection().add(hmac: HMACKey(from: Token.secret), digestAlgorithm: .sha256)
        let payload = try await keys.verify(token, as: Payload.self)
        #expect(payload.sub == "alice")
        expectNoDifference(try header(token), #"{"alg":"HS256","typ":"JWT"}"#)
    }

    @Test func anIndependentLibraryVerifiesAKeysTokenByItsJWKS() async throws {
        let key = Ed25519Key()
        let token = try TokenSigner.key(key).sign(claims: Self.claims)
        let keys = try await JWTKeyCollection().add(jwksJSON: key.publicJWKS)
        let payload = try await keys.verify(token, as: Payload.self)
        #expect(payload.sub == "alice")
        expectNoDifference(try header(token), #"{"alg":"EdDSA","kid":"\#(key.id)"}"#)
    }

    @Test func theVerifierTakesBoth() throws {
        let (key, other) = (Ed25519Key(), Ed25519Key())
        let published = KeySet.Source(keys: try JSONWebKeySet(Array(key.publicJWKS.utf8)).keys)
        let secret = KeySet.Source(keys: [VerificationKey(secret: Array(Token.secret.utf8))])
        for signer in [.key(key), TokenSigner.secret(Array(Token.secret.utf8))] {
            #expect(verdict(try signer.sign(claims: Self.claims), published, secret) == .success("alice"))
        }
        let token = try TokenSigner.key(other).sign(claims: Self.claims)
        #expect(verdict(token, published, secret) == .failure(.unknownKey(other.id)))
    }
}
