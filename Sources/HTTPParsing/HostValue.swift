/// What a `Host` field may hold: `uri-host [ ":" port ]` (RFC 9110 section 7.2, RFC 3986 section 3.2).
///
/// What is none of it may be one host here and another for the proxy in front.
enum HostValue {
    private typealias Bytes = Slice<UnsafeRawBufferPointer>

    /// Whether the value is well-formed; an empty one is, since not every target has an authority.
    static func isWellFormed(_ value: UnsafeRawBufferPointer) -> Bool {
        if value.first == UInt8(ascii: "[") {
            guard let end = value.firstIndex(of: UInt8(ascii: "]")) else { return false }
            return isAddress(value[1..<end]) && isPort(value[(end + 1)...])
        }
        let end = value.firstIndex(of: UInt8(ascii: ":")) ?? value.endIndex
        return isName(value[..<end]) && isPort(value[end...])
    }

    /// Whether it is a registered name, or an IPv4 address, which looks like one; it may be empty.
    private static func isName(_ bytes: Bytes) -> Bool {
        bytes.indices.allSatisfy { index in
            if bytes[index] != UInt8(ascii: "%") { return isNameCharacter(bytes[index]) }
            let digits = bytes[(index + 1)...].prefix(2)
            return digits.count == 2 && digits.allSatisfy(isHexadecimal)
        }
    }

    /// Whether it has the characters of an IPv6 address, or of one of a version that is yet to come.
    private static func isAddress(_ bytes: Bytes) -> Bool {
        let colon = UInt8(ascii: ":")
        return switch bytes.first {
        case UInt8(ascii: "v"), UInt8(ascii: "V"):
            bytes.allSatisfy { isNameCharacter($0) || $0 == colon }
        default:
            bytes.contains(colon) && bytes.allSatisfy { isHexadecimal($0) || $0 == colon || $0 == UInt8(ascii: ".") }
        }
    }

    /// Whether it is nothing, or a colon and digits, of which there may be none.
    private static func isPort(_ bytes: Bytes) -> Bool {
        bytes.isEmpty
            || bytes.first == UInt8(ascii: ":")
                && bytes.dropFirst().allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// Whether it is in `unreserved` or `sub-delims`.
    private static func isNameCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"),
            UInt8(ascii: "!"), UInt8(ascii: "$"), UInt8(ascii: "&"), UInt8(ascii: "'"), UInt8(ascii: "("),
            UInt8(ascii: ")"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: ","), UInt8(ascii: ";"),
            UInt8(ascii: "="):
            true
        default:
            false
        }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default:
            false
        }
    }
}
