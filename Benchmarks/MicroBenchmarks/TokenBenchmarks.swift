import Benchmark
import Foundation
import JWTKit
import TodoCore
import TodoTokens

/// The verification of a token, beside JWTKit's; and of one that was verified before.
func tokenBenchmarks() {
    let issuers: [Issuer]
    do {
        issuers = try [.hs256(), .es256(), .edDSA()]
    } catch {
        preconditionFailure("\(error)")
    }
    for issuer in issuers {
        let subject = "verify \(issuer.algorithm)"
        let verifier = TokenVerifier(keys: KeySet([KeySet.Source(keys: issuer.keys)]))

        Benchmark("\(subject): ours") { benchmark in
            let token = try await issuer.token()[...]
            expect(try verifier.verify(token, now: Issuer.now).rawValue == Issuer.user, subject)
            benchmark.startMeasurement()
            for _ in benchmark.scaledIterations { blackHole(try verifier.verify(token, now: Issuer.now)) }
            benchmark.stopMeasurement()
        }
        Benchmark("\(subject), seen before: ours") { benchmark in
            let token = try await issuer.token()[...]
            var verifier = CachingTokenVerifier(verifier)
            _ = try verifier.verify(token, now: Issuer.now)
            expect(try verifier.verification(of: token, now: Issuer.now).wasRemembered, subject)
            benchmark.startMeasurement()
            for _ in benchmark.scaledIterations { blackHole(try verifier.verify(token, now: Issuer.now)) }
            benchmark.stopMeasurement()
        }
        Benchmark("\(subject): JWTKit") { benchmark in
            let token = try await issuer.token()
            let collection = try await issuer.collection()
            expect(try await collection.verify(token, as: Claims.self).sub.value == Issuer.user, subject)
            benchmark.startMeasurement()
            for _ in benchmark.scaledIterations { blackHole(try await collection.verify(token, as: Claims.self)) }
            benchmark.stopMeasurement()
        }
    }
}

private struct Claims: JWTPayload {
    let sub: SubjectClaim
    let iat: IssuedAtClaim
    let exp: ExpirationClaim

    func verify(using algorithm: some JWTAlgorithm) throws {
        try exp.verifyNotExpired(currentDate: Issuer.now.date)
    }
}

/// Who signs with JWTKit and publishes the key for both.
private struct Issuer: Sendable {
    static let user = "7300000000000000001"
    static let now = Timestamp(microsecondsSinceEpoch: 1_769_932_800_000_000)

    let algorithm: String
    /// For our verifier.
    let keys: [VerificationKey]
    /// For JWTKit, which signs with them too.
    let collection: @Sendable () async throws -> JWTKeyCollection

    func token() async throws -> String {
        let claims = Claims(
            sub: SubjectClaim(value: Self.user),
            iat: IssuedAtClaim(value: Self.now.date),
            exp: ExpirationClaim(value: Self.now.date.addingTimeInterval(3600))
        )
        return try await collection().sign(claims)
    }

    static func hs256() -> Issuer {
        let secret = "a secret of as many bytes as it takes for HS256"
        return Issuer(algorithm: "HS256", keys: [VerificationKey(secret: Array(secret.utf8))]) {
            await JWTKeyCollection().add(hmac: HMACKey(from: secret), digestAlgorithm: .sha256)
        }
    }

    static func es256() throws -> Issuer {
        let key = ES256PrivateKey()
        guard let point = key.publicKey.parameters else { preconditionFailure("a key without a point") }
        let jwk = ["kty": "EC", "crv": "P-256", "alg": "ES256", "x": point.x, "y": point.y]
        return Issuer(algorithm: "ES256", keys: try published(jwk)) { await JWTKeyCollection().add(ecdsa: key) }
    }

    static func edDSA() throws -> Issuer {
        let key = try EdDSA.PrivateKey(curve: .ed25519)
        let point = key.publicKey.rawRepresentation.base64EncodedString()
        let jwk = ["kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "x": point]
        return Issuer(algorithm: "EdDSA", keys: try published(jwk)) { await JWTKeyCollection().add(eddsa: key) }
    }

    /// The key as it is read from a JWKS, whatever alphabet its base64 has.
    private static func published(_ jwk: [String: String]) throws -> [VerificationKey] {
        let entry = jwk.mapValues { value in
            value.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        }
        return try JSONWebKeySet(Array(JSONEncoder().encode(["keys": [entry]]))).keys
    }
}
