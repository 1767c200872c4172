import Crypto
import CryptoExtras
import Testing
import TodoCore
import TodoTestSupport
import TodoTokens

/// A private key that signs tokens, and its public entry for a JWKS.
struct SigningKey: Sendable {
    /// The members of the public JWK, without braces and without `kid` and `alg`.
    let members: String
    let algorithms: [SignatureAlgorithm]
    let sign: @Sendable (SignatureAlgorithm, [UInt8]) throws -> [UInt8]

    static let ed25519 = {
        let key = Curve25519.Signing.PrivateKey()
        let x = Token.base64URL(Array(key.publicKey.rawRepresentation))
        return SigningKey(members: #""kty":"OKP","crv":"Ed25519","x":"\#(x)""#, algorithms: [.edDSA]) { _, content in
            Array(try key.signature(for: content))
        }
    }()

    static let p256 = {
        let key = P256.Signing.PrivateKey()
        return curve("P-256", Array(key.publicKey.rawRepresentation), .es256) { _, content in
            Array(try key.signature(for: SHA256.hash(data: content)).rawRepresentation)
        }
    }()

    static let p384 = {
        let key = P384.Signing.PrivateKey()
        return curve("P-384", Array(key.publicKey.rawRepresentation), .es384) { _, content in
            Array(try key.signature(for: SHA384.hash(data: content)).rawRepresentation)
        }
    }()

    static let p521 = {
        let key = P521.Signing.PrivateKey()
        return curve("P-521", Array(key.publicKey.rawRepresentation), .es512) { _, content in
            Array(try key.signature(for: SHA512.hash(data: content)).rawRepresentation)
        }
    }()

    static let rsa = Result { try rsa(bits: 2048) }

    static func rsa(bits: Int) throws -> SigningKey {
        let key = try _RSA.Signing.PrivateKey(unsafeKeySize: _RSA.Signing.KeySize(bitCount: bits))
        let numbers = try key.publicKey.getKeyPrimitives()
        let n = Token.base64URL(Array(numbers.modulus))
        let e = Token.base64URL(Array(numbers.publicExponent))
        return SigningKey(
            members: #""kty":"RSA","n":"\#(n)","e":"\#(e)""#,
            algorithms: [.rs256, .rs384, .rs512, .ps256, .ps384, .ps512]
        ) { algorithm, content in
            let padding: _RSA.Signing.Padding = algorithm.rawValue.hasPrefix("PS") ? .PSS : .insecurePKCS1v1_5
            return switch algorithm {
            case .rs384, .ps384:
                Array(try key.signature(for: SHA384.hash(data: content), padding: padding).rawRepresentation)
            case .rs512, .ps512:
                Array(try key.signature(for: SHA512.hash(data: content), padding: padding).rawRepresentation)
            default: Array(try key.signature(for: SHA256.hash(data: content), padding: padding).rawRepresentation)
            }
        }
    }

    static func all() throws -> [SigningKey] { [ed25519, p256, p384, p521, try rsa.get()] }

    /// Every algorithm of a public key, with a key for it.
    static func each() throws -> [(SigningKey, SignatureAlgorithm)] {
        try all().flatMap { key in key.algorithms.map { (key, $0) } }
    }

    private static func curve(
        _ name: String,
        _ point: [UInt8],
        _ algorithm: SignatureAlgorithm,
        _ sign: @escaping @Sendable (SignatureAlgorithm, [UInt8]) throws -> [UInt8]
    ) -> SigningKey {
        let x = Token.base64URL(Array(point.prefix(point.count / 2)))
        let y = Token.base64URL(Array(point.suffix(point.count / 2)))
        return SigningKey(
            members: #""kty":"EC","crv":"\#(name)","x":"\#(x)","y":"\#(y)""#,
            algorithms: [algorithm],
            sign: sign
        )
    }
}

extension SigningKey {
    static let good = #"{"sub":"alice","exp":\#(Token.seconds + 900)}"#

    /// A token; its header is of `alg` and `further` members, such as `,"kid":"a"`.
    func token(
        _ algorithm: SignatureAlgorithm,
        named name: String? = nil,
        _ further: String = "",
        claims: String = good
    ) throws -> String {
        let header = #"{"alg":"\#(name ?? algorithm.rawValue)"\#(further)}"#
        let content = Token.base64URL(Array(header.utf8)) + "." + Token.base64URL(Array(claims.utf8))
        return content + "." + Token.base64URL(try sign(algorithm, Array(content.utf8)))
    }
}

/// The set of these entries, each given by its members.
func keySet(_ entries: String...) throws -> JSONWebKeySet {
    try JSONWebKeySet(Array(#"{"keys":[\#(entries.map { "{\($0)}" }.joined(separator: ","))]}"#.utf8))
}

/// The user's name, or why the token is refused.
func verdict(_ token: String, _ sources: KeySet.Source...) -> Result<String, TokenRejection> {
    do {
        return .success(try TokenVerifier(keys: KeySet(sources)).verify(token[...], now: Token.now).rawValue)
    } catch {
        return .failure(error)
    }
}
