/// What a point of the curve Ed25519 must not be, judged by its encoding (RFC 8032 section 5.1.2).
enum Ed25519Point {
    /// Whether as a public key it would verify signatures that nobody made, or is written in no canonical way.
    ///
    /// The eight points whose order divides the cofactor make the equation of a signature independent of the private key.
    /// swift-crypto takes them, and coordinates from 2²⁵⁵ - 19 up, which RFC 8032 section 5.1.3 does not decode.
    static func isWeak(_ encoding: [UInt8]) -> Bool {
        var y = encoding
        // The highest bit is the sign of the other coordinate; a point and its negative are of one order.
        y[31] &= 0x7F
        return y[0] >= 0xED && y[1...30].allSatisfy { $0 == 0xFF } && y[31] == 0x7F || smallOrders.contains(y)
    }

    /// The y coordinates of the points of order 1, 2, 4 and 8; two of order 8.
    private static let smallOrders: Set<[UInt8]> = [
        [1] + zeros,
        [0xEC] + [UInt8](repeating: 0xFF, count: 30) + [0x7F],
        [0] + zeros,
        [
            0x26, 0xE8, 0x95, 0x8F, 0xC2, 0xB2, 0x27, 0xB0, 0x45, 0xC3, 0xF4, 0x89, 0xF2, 0xEF, 0x98, 0xF0,
            0xD5, 0xDF, 0xAC, 0x05, 0xD3, 0xC6, 0x33, 0x39, 0xB1, 0x38, 0x02, 0x88, 0x6D, 0x53, 0xFC, 0x05,
        ],
        [
            0xC7, 0x17, 0x6A, 0x70, 0x3D, 0x4D, 0xD8, 0x4F, 0xBA, 0x3C, 0x0B, 0x76, 0x0D, 0x10, 0x67, 0x0F,
            0x2A, 0x20, 0x53, 0xFA, 0x2C, 0x39, 0xCC, 0xC6, 0x4E, 0xC7, 0xFD, 0x77, 0x92, 0xAC, 0x03, 0x7A,
        ],
    ]
    private static let zeros = [UInt8](repeating: 0, count: 31)
}
