/// A key that verifies signatures of the algorithms that belong to it, and of no other.
public struct VerificationKey: Sendable {
    /// The name by which tokens refer to it, if it has one.
    public let id: String?
    /// What it may verify.
    public let algorithms: Set<SignatureAlgorithm>

    private let material: KeyMaterial

    /// The key of HS256; both sides know it and nobody names it.
    public init(secret: [UInt8]) {
        self.init(id: nil, algorithms: [.hs256], material: .secret(SecretKey(secret)))
    }

    init(id: String?, algorithms: Set<SignatureAlgorithm>, material: KeyMaterial) {
        self.id = id
        self.algorithms = algorithms
        self.material = material
    }

    /// Compared byte by byte: `String` would hold names equal that are only canonically equivalent.
    func isNamed(_ name: String) -> Bool {
        id.map { $0.utf8.elementsEqual(name.utf8) } ?? false
    }

    func isValid(_ signature: [UInt8], for content: [UInt8], by algorithm: SignatureAlgorithm) -> Bool {
        algorithms.contains(algorithm) && material.isValid(signature, for: content, by: algorithm)
    }
}

extension VerificationKey: Equatable {
    public static func == (left: VerificationKey, right: VerificationKey) -> Bool {
        left.id.map { Array($0.utf8) } == right.id.map { Array($0.utf8) } && left.algorithms == right.algorithms
            && left.material == right.material
    }
}
