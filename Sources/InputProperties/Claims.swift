import Crypto
import TodoCore
import TodoTokens

/// Claims that are really signed: what they say is judged a second time, by other code.
enum Claims {
    /// Signs the input, and compares the verdict with that of ``ClaimsOracle``.
    static func violation(by input: [UInt8]) -> String? {
        let content = "\(header).\(Base64URLText.of(input))"
        let code = HMAC<SHA256>.authenticationCode(for: Array(content.utf8), using: SymmetricKey(data: secret))
        let token = "\(content).\(Base64URLText.of(Array(code)))"
        guard token.utf8.count <= 32 * 1024 else { return nil }
        let user = try? verifier.verify(token[...], now: Timestamp(microsecondsSinceEpoch: Int64(now) * 1_000_000))
        let expected = ClaimsOracle(now: now, issuer: issuer, audience: audience).user(input)
        return user == expected ? nil : "\(String(describing: user)) is believed, not \(String(describing: expected))."
    }

    private static let now = 1_300_819_000.0
    private static let issuer = "joe"
    private static let audience = "todo"
    private static let header = Base64URLText.of(Array(#"{"alg":"HS256"}"#.utf8))
    private static let secret = Array("what is signed here is not secret".utf8)

    private static let verifier = TokenVerifier(
        keys: KeySet([
            KeySet.Source(
                keys: [VerificationKey(secret: secret)],
                expectations: TokenExpectations(issuer: issuer, audience: audience)
            )
        ])
    )
}
