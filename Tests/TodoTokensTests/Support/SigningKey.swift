import Crypto
import CryptoExtras
import TodoTestSupport
import TodoTokens

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A private key that signs tokens, and its public entry for a JWKS.
struct SigningKey: Sendable {
    /// The members of the public JWK, without braces and without `kid` and `alg`.
    let members: String
    let algorithms: [SignatureAlgorithm]
    /// The public key as anyone can write it: raw, DER, PEM.
    let publicForms: [[UInt8]]
    let sign: @Sendable (SignatureAlgorithm, [UInt8]) throws -> [UInt8]

    static let ed25519 = {
        let key = Curve25519.Signing.PrivateKey()
        let raw = Array(key.publicKey.rawRepresentation)
        // RFC 8410 section 4.
        let der = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00] + raw
        let pem = "-----BEGIN PUBLIC KEY-----\n\(Data(der).base64EncodedString())\n-----END PUBLIC KEY-----"
        return SigningKey(
            members: #""kty":"OKP","crv":"Ed25519","x":"\#(Token.base64URL(raw))""#,
            algorithms: [.edDSA],
            publicForms: [raw, der] + texts(pem)
        ) { _, content in
            Array(try key.signature(for: content))
        }
    }()

    static let p256 = {
        let key = P256.Signing.PrivateKey()
        let forms = [Array(key.publicKey.x963Representation), Array(key.publicKey.derRepresentation)]
        return curve(
            "P-256",
            Array(key.publicKey.rawRepresentation),
            .es256,
            forms + texts(key.publicKey.pemRepresentation)
        ) { _, content in
            Array(try key.signature(for: SHA256.hash(data: content)).rawRepresentation)
        }
    }()

    static let p384 = {
        let key = P384.Signing.PrivateKey()
        let forms = [Array(key.publicKey.x963Representation), Array(key.publicKey.derRepresentation)]
        return curve(
            "P-384",
            Array(key.publicKey.rawRepresentation),
            .es384,
            forms + texts(key.publicKey.pemRepresentation)
        ) { _, content in
            Array(try key.signature(for: SHA384.hash(data: content)).rawRepresentation)
        }
    }()

    static let p521 = {
        let key = P521.Signing.PrivateKey()
        let forms = [Array(key.publicKey.x963Representation), Array(key.publicKey.derRepresentation)]
        return curve(
            "P-521",
            Array(key.publicKey.rawRepresentation),
            .es512,
            forms + texts(key.publicKey.pemRepresentation)
        ) { _, content in
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
            algorithms: [.rs256, .rs384, .rs512, .ps256, .ps384, .ps512],
            publicForms: [
                Array(numbers.modulus), Array(key.publicKey.derRepresentation),
                Array(key.publicKey.pkcs1DERRepresentation),
            ] + texts(key.publicKey.pemRepresentation) + texts(key.publicKey.pkcs1PEMRepresentation)
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
        _ publicForms: [[UInt8]],
        _ sign: @escaping @Sendable (SignatureAlgorithm, [UInt8]) throws -> [UInt8]
    ) -> SigningKey {
        let x = Token.base64URL(Array(point.prefix(point.count / 2)))
        let y = Token.base64URL(Array(point.suffix(point.count / 2)))
        return SigningKey(
            members: #""kty":"EC","crv":"\#(name)","x":"\#(x)","y":"\#(y)""#,
            algorithms: [algorithm],
            publicForms: [point] + publicForms,
            sign: sign
        )
    }

    /// A text with and without the line's end, which a program may or may not read with it.
    private static func texts(_ pem: String) -> [[UInt8]] {
        [Array(pem.utf8), Array("\(pem)\n".utf8)]
    }
}
