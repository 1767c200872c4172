import Crypto
import CryptoExtras

/// What a key is made of, and how it checks a signature.
enum KeyMaterial: Sendable {
    case secret(SecretKey)
    case ed25519(Curve25519.Signing.PublicKey)
    case p256(P256.Signing.PublicKey)
    case p384(P384.Signing.PublicKey)
    case p521(P521.Signing.PublicKey)
    case rsa(_RSA.Signing.PublicKey)

    /// Whether the signature over `content` is right; never so for an algorithm of another kind of key.
    ///
    /// A secret's is compared in constant time. The other keys are public, so there is nothing to be told.
    ///
    /// The signatures of elliptic curves are `r` and `s`, each at its full length (RFC 7518 section 3.4); DER has another.
    func isValid(_ signature: [UInt8], for content: [UInt8], by algorithm: SignatureAlgorithm) -> Bool {
        switch (self, algorithm) {
        case (.secret(let key), .hs256):
            key.isValid(signature, for: content)
        case (.ed25519(let key), .edDSA):
            key.isValidSignature(signature, for: content)
        case (.p256(let key), .es256):
            (try? P256.Signing.ECDSASignature(rawRepresentation: signature))
                .map { key.isValidSignature($0, for: SHA256.hash(data: content)) } ?? false
        case (.p384(let key), .es384):
            (try? P384.Signing.ECDSASignature(rawRepresentation: signature))
                .map { key.isValidSignature($0, for: SHA384.hash(data: content)) } ?? false
        case (.p521(let key), .es512):
            (try? P521.Signing.ECDSASignature(rawRepresentation: signature))
                .map { key.isValidSignature($0, for: SHA512.hash(data: content)) } ?? false
        case (.rsa(let key), _):
            Self.isValid(_RSA.Signing.RSASignature(rawRepresentation: signature), of: key, for: content, by: algorithm)
        default: false
        }
    }

    private static func isValid(
        _ signature: _RSA.Signing.RSASignature,
        of key: _RSA.Signing.PublicKey,
        for content: [UInt8],
        by algorithm: SignatureAlgorithm
    ) -> Bool {
        switch algorithm {
        case .rs256: key.isValidSignature(signature, for: SHA256.hash(data: content), padding: .insecurePKCS1v1_5)
        case .rs384: key.isValidSignature(signature, for: SHA384.hash(data: content), padding: .insecurePKCS1v1_5)
        case .rs512: key.isValidSignature(signature, for: SHA512.hash(data: content), padding: .insecurePKCS1v1_5)
        case .ps256: key.isValidSignature(signature, for: SHA256.hash(data: content), padding: .PSS)
        case .ps384: key.isValidSignature(signature, for: SHA384.hash(data: content), padding: .PSS)
        case .ps512: key.isValidSignature(signature, for: SHA512.hash(data: content), padding: .PSS)
        case .hs256, .edDSA, .es256, .es384, .es512: false
        }
    }
}

extension KeyMaterial: Equatable {
    static func == (left: KeyMaterial, right: KeyMaterial) -> Bool {
        switch (left, right) {
        case (.secret(let left), .secret(let right)): left == right
        case (.ed25519(let left), .ed25519(let right)): left.rawRepresentation == right.rawRepresentation
        case (.p256(let left), .p256(let right)): left.rawRepresentation == right.rawRepresentation
        case (.p384(let left), .p384(let right)): left.rawRepresentation == right.rawRepresentation
        case (.p521(let left), .p521(let right)): left.rawRepresentation == right.rawRepresentation
        case (.rsa(let left), .rsa(let right)): left.derRepresentation == right.derRepresentation
        case (.secret, _), (.ed25519, _), (.p256, _), (.p384, _), (.p521, _), (.rsa, _): false
        }
    }
}
