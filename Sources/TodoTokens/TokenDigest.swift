import Crypto

/// The SHA-256 of a token's whole text, which stands for it.
struct TokenDigest: Hashable, Sendable {
    private let words: SIMD4<UInt64>

    init(_ token: Substring) {
        var token = token
        let digest = token.withUTF8 { bytes in
            var hash = SHA256()
            hash.update(bufferPointer: UnsafeRawBufferPointer(bytes))
            return hash.finalize()
        }
        words = digest.withUnsafeBytes { $0.loadUnaligned(as: SIMD4<UInt64>.self) }
    }

    /// A part is enough, since all of its bits are as good as random.
    func hash(into hasher: inout Hasher) { hasher.combine(words.x) }
}
