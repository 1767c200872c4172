import Crypto

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A private key that signs tokens with EdDSA, and the JSON Web Keys that it is kept and published as (RFC 8037 section 2).
public struct Ed25519Key: Sendable {
    /// The name by which tokens refer to it.
    public let id: String

    private let key: Curve25519.Signing.PrivateKey

    /// A new key, named by its thumbprint.
    public init() {
        self.init(Curve25519.Signing.PrivateKey(), id: nil)
    }

    /// Reads a private JWK, whose length the caller has bounded; without `kid` it is named by its thumbprint.
    ///
    /// - Throws: ``KeyRefusal`` when it is no private key of Ed25519, or its public part is another key's.
    public init(privateJWK document: [UInt8]) throws(KeyRefusal) {
        guard let members = JSONObject(document) else { throw .notAnObject }
        let entry = try JSONWebKey(members)
        self.init(try entry.ed25519PrivateKey(), id: entry.id)
    }

    private init(_ key: Curve25519.Signing.PrivateKey, id: String?) {
        self.key = key
        self.id = id ?? Self.thumbprint(x: Base64URL.encode(key.publicKey.rawRepresentation))
    }

    /// The SHA-256 thumbprint of the public part (RFC 7638 section 3, RFC 8037 section 2).
    private static func thumbprint(x: String) -> String {
        Base64URL.encode(SHA256.hash(data: Array(#"{"crv":"Ed25519","kty":"OKP","x":"\#(x)"}"#.utf8)))
    }

    func signature(for content: [UInt8]) throws -> [UInt8] {
        Array(try key.signature(for: content))
    }

    /// The private key as a JWK: whoever reads it can sign.
    public var privateJWK: String {
        let secret = Base64URL.encode(key.rawRepresentation)
        return Self.json(members.merging(["d": secret]) { $1 })
    }

    /// The set with the public key alone, as Better Auth publishes its own.
    public var publicJWKS: String {
        Self.json(["keys": [members]])
    }

    private var members: [String: String] {
        [
            "alg": SignatureAlgorithm.edDSA.rawValue, "crv": "Ed25519", "kid": id, "kty": "OKP",
            "x": Base64URL.encode(key.publicKey.rawRepresentation),
        ]
    }

    private static func json(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(value) else { preconditionFailure("BUG: any text can be encoded") }
        return String(decoding: data, as: UTF8.self)
    }
}
