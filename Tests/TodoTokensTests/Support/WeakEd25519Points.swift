/// Encodings of the points whose order divides 8, and of what RFC 8032 does not decode.
enum WeakEd25519Points {
    static let all: [[UInt8]] = coordinates.flatMap { y in
        [0, 0x80].map { sign in Array(y.dropLast()) + [(y.last ?? 0) | sign] }
    }

    /// 0, 1, the two of order 8, and from 2²⁵⁵ - 20 up: -1, and what is not below the field's prime.
    private static let coordinates: [[UInt8]] =
        [
            [UInt8](repeating: 0, count: 32),
            [1] + [UInt8](repeating: 0, count: 31),
            [
                38, 232, 149, 143, 194, 178, 39, 176, 69, 195, 244, 137, 242, 239, 152, 240,
                213, 223, 172, 5, 211, 198, 51, 57, 177, 56, 2, 136, 109, 83, 252, 5,
            ],
            [
                199, 23, 106, 112, 61, 77, 216, 79, 186, 60, 11, 118, 13, 16, 103, 15,
                42, 32, 83, 250, 44, 57, 204, 198, 78, 199, 253, 119, 146, 172, 3, 122,
            ],
        ] + (0xEC...0xFF).map { [$0] + [UInt8](repeating: 0xFF, count: 30) + [0x7F] }
}
