import Crypto

/// The secret of HS256, and what its authentication codes (RFC 2104) have in common, reckoned once.
struct SecretKey: Sendable {
    private let key: SymmetricKey
    /// Has the key behind it, and nothing that it authenticates; each code goes on from a copy.
    private let beginning: HMAC<SHA256>

    init(_ bytes: [UInt8]) {
        key = SymmetricKey(data: bytes)
        beginning = HMAC(key: key)
    }

    /// Whether the code is right, compared in constant time by swift-crypto: how long it takes must not tell how much of a guess
    /// is right.
    func isValid(_ code: [UInt8], for content: [UInt8]) -> Bool {
        var authentication = beginning
        authentication.update(data: content)
        return authentication.finalize() == code
    }
}

extension SecretKey: Equatable {
    static func == (left: SecretKey, right: SecretKey) -> Bool { left.key == right.key }
}
