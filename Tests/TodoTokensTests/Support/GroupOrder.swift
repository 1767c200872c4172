import TodoTokens

/// How many points a curve's group has, which a signature's numbers stay below; the highest byte first.
enum GroupOrder {
    /// RFC 8032 section 5.1.
    static let ed25519 = bytes("1000000000000000000000000000000014DEF9DEA2F79CD65812631A5CF5D3ED")

    /// FIPS 186-4 appendix D.1.2, by the algorithm of the curve.
    static let ecdsa: [SignatureAlgorithm: [UInt8]] = [
        .es256: bytes("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"),
        .es384: bytes(
            "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973"
        ),
        .es512: bytes(
            "01FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
                + "FA51868783BF2F966B7FCC0148F709A5D03BB5C9B8899C47AEBB6FB71E91386409"
        ),
    ]

    private static func bytes(_ hex: String) -> [UInt8] {
        var digits = hex[...]
        var bytes: [UInt8] = []
        while !digits.isEmpty {
            bytes.append(UInt8(digits.prefix(2), radix: 16) ?? 0)
            digits = digits.dropFirst(2)
        }
        return bytes
    }
}
