import Crypto

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Signs tokens such as the service takes, for development: in production the frontend does.
public enum TokenSigner: Sendable {
    /// HS256 with a secret, which needs no name.
    case secret([UInt8])
    /// EdDSA with a key of which the issuer's JWKS has the public part.
    case key(Ed25519Key)

    /// The token over these claims, a JSON object that nothing is done to.
    ///
    /// Its header is as frontends make it: `alg` and `typ` for a secret, as JWT libraries do, `alg` and `kid` for a key, as Better
    /// Auth does. Throws what the cryptography reports.
    public func sign(claims: [UInt8]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let content = Base64URL.encode(try encoder.encode(header)) + "." + Base64URL.encode(claims)
        return content + "." + Base64URL.encode(try signature(for: Array(content.utf8)))
    }

    private var header: [String: String] {
        switch self {
        case .secret: ["alg": SignatureAlgorithm.hs256.rawValue, "typ": "JWT"]
        case .key(let key): ["alg": SignatureAlgorithm.edDSA.rawValue, "kid": key.id]
        }
    }

    private func signature(for content: [UInt8]) throws -> [UInt8] {
        switch self {
        case .secret(let secret):
            Array(HMAC<SHA256>.authenticationCode(for: content, using: SymmetricKey(data: secret)))
        case .key(let key): try key.signature(for: content)
        }
    }
}
