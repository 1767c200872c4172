import Crypto
import CryptoExtras

/// An entry of a JWKS (RFC 7517 section 4, RFC 7518 section 6, RFC 8037 section 2), as far as it decides anything.
struct JSONWebKey {
    let id: String?
    private let algorithm: String?
    private let members: JSONObject

    init(_ members: JSONObject) throws(KeyRefusal) {
        self.members = members
        id = try Self.text("kid", members)
        algorithm = try Self.text("alg", members)
    }

    /// The key to verify with.
    func verificationKey() throws(KeyRefusal) -> VerificationKey {
        let type = try required("kty")
        guard type != "oct" else { throw .symmetric }
        guard members["d"] == nil else { throw .privateKey }
        guard try isForVerification() else { throw .notForVerification }
        let (material, possible) = try material(type)
        guard let algorithm else { return VerificationKey(id: id, algorithms: possible, material: material) }
        guard let only = SignatureAlgorithm(rawValue: algorithm), possible.contains(only) else {
            throw .unsupportedAlgorithm(algorithm)
        }
        return VerificationKey(id: id, algorithms: [only], material: material)
    }

    /// The key to sign with, which only `Ed25519Key` asks for.
    func ed25519PrivateKey() throws(KeyRefusal) -> Curve25519.Signing.PrivateKey {
        let type = try required("kty")
        guard type == "OKP" else { throw .unsupportedType(type) }
        let curve = try required("crv")
        guard curve == "Ed25519" else { throw .unsupportedCurve(curve) }
        if let algorithm, algorithm != SignatureAlgorithm.edDSA.rawValue { throw .unsupportedAlgorithm(algorithm) }
        let (d, x) = (try number("d", bytes: 32...32), try number("x", bytes: 32...32))
        let key = try sound { try Curve25519.Signing.PrivateKey(rawRepresentation: d) }
        guard key.publicKey.rawRepresentation.elementsEqual(x) else { throw .unsound }
        return key
    }

    private func isForVerification() throws(KeyRefusal) -> Bool {
        if let use = try Self.text("use", members), use != "sig" { return false }
        guard let operations = members["key_ops"] else { return true }
        guard case .array(let operations) = operations, operations.allSatisfy({ $0.text != nil }) else {
            throw .malformed("key_ops")
        }
        return operations.contains { $0.text == "verify" }
    }

    /// The key's numbers, and the algorithms that they can be used with.
    private func material(_ type: String) throws(KeyRefusal) -> (KeyMaterial, Set<SignatureAlgorithm>) {
        switch type {
        case "OKP":
            let curve = try required("crv")
            guard curve == "Ed25519" else { throw .unsupportedCurve(curve) }
            let x = try number("x", bytes: 32...32)
            guard !Ed25519Point.isWeak(x) else { throw .unsound }
            return (.ed25519(try sound { try Curve25519.Signing.PublicKey(rawRepresentation: x) }), [.edDSA])
        case "EC":
            return try point(on: required("crv"))
        case "RSA":
            let modulus = try number("n", bytes: 256...1024)
            let exponent = try number("e", bytes: 1...8)
            return (
                .rsa(try sound { try _RSA.Signing.PublicKey(n: modulus, e: exponent) }),
                [.rs256, .rs384, .rs512, .ps256, .ps384, .ps512]
            )
        default: throw .unsupportedType(type)
        }
    }

    private func point(on curve: String) throws(KeyRefusal) -> (KeyMaterial, Set<SignatureAlgorithm>) {
        switch curve {
        case "P-256":
            let point = try number("x", bytes: 32...32) + number("y", bytes: 32...32)
            return (.p256(try sound { try P256.Signing.PublicKey(rawRepresentation: point) }), [.es256])
        case "P-384":
            let point = try number("x", bytes: 48...48) + number("y", bytes: 48...48)
            return (.p384(try sound { try P384.Signing.PublicKey(rawRepresentation: point) }), [.es384])
        case "P-521":
            let point = try number("x", bytes: 66...66) + number("y", bytes: 66...66)
            return (.p521(try sound { try P521.Signing.PublicKey(rawRepresentation: point) }), [.es512])
        default: throw .unsupportedCurve(curve)
        }
    }

    private func sound<Key>(_ make: () throws -> Key) throws(KeyRefusal) -> Key {
        do { return try make() } catch { throw .unsound }
    }

    private func number(_ member: String, bytes: ClosedRange<Int>) throws(KeyRefusal) -> [UInt8] {
        let text = try required(member)
        // Measured before it is read, so that nobody's long text is worked on.
        guard text.utf8.count <= (bytes.upperBound * 4 + 2) / 3, let number = Base64URL.decode(text[...].utf8),
            bytes.contains(number.count)
        else { throw .malformed(member) }
        return number
    }

    private func required(_ member: String) throws(KeyRefusal) -> String {
        guard let text = try Self.text(member, members) else { throw .malformed(member) }
        return text
    }

    private static func text(_ member: String, _ members: JSONObject) throws(KeyRefusal) -> String? {
        guard let value = members[member] else { return nil }
        guard let text = value.text else { throw .malformed(member) }
        return text
    }
}
