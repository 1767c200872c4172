/// Arithmetic with numbers of equally many bytes, the highest first.
enum BigEndian {
    /// `nil` when the sum needs a further byte.
    static func sum(_ left: [UInt8], _ right: [UInt8]) -> [UInt8]? {
        var carry = 0
        let bytes = zip(left, right).reversed().map { pair in
            carry += Int(pair.0) + Int(pair.1)
            defer { carry >>= 8 }
            return UInt8(truncatingIfNeeded: carry)
        }
        return carry == 0 ? bytes.reversed() : nil
    }

    /// `left` must not be smaller.
    static func difference(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
        var borrow = 0
        let bytes = zip(left, right).reversed().map { pair in
            borrow += Int(pair.0) - Int(pair.1)
            defer { borrow >>= 8 }
            return UInt8(truncatingIfNeeded: borrow)
        }
        return bytes.reversed()
    }
}
