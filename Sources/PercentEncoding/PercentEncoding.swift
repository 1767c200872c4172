/// Percent-encoding of URIs (RFC 3986 section 2.1).
public enum PercentEncoding {
    /// The text with every byte of its UTF-8 encoded but the unreserved characters (section 2.3) and those that are to be kept.
    public static func encoded(_ text: some StringProtocol, keeping others: String = "") -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if isUnreserved(byte) || others.utf8.contains(byte) {
                bytes.append(byte)
            } else {
                bytes += "%\(byte < 16 ? "0" : "")\(String(byte, radix: 16, uppercase: true))".utf8
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Decodes a query's name or value, `+` meaning a space; `nil` when it is malformed or not UTF-8.
    public static func decodedQueryPart(_ text: Substring) -> String? {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else {
            return String(text)
        }
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"):
                bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let decoded = octet(rest) else { return nil }
                bytes.append(decoded)
                rest = rest.dropFirst(2)
            default:
                bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// A part of a query as it came, with whatever may not stand in one (RFC 3986 section 3.4) encoded.
    public static func encodedQueryPart(_ text: Substring) -> String {
        encoded(text, keeping: "!$&'()*+,;=:@/?%")
    }

    /// A path with its unreserved characters decoded, which names the same resource (section 6.2.2.2).
    public static func normalizedPath(_ path: String) -> String {
        var bytes: [UInt8] = []
        var rest = path.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let decoded = octet(rest), isUnreserved(decoded) {
                bytes.append(decoded)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The octet that two hexadecimal digits name.
    private static func octet(_ digits: Substring.UTF8View) -> UInt8? {
        guard let first = digits.first.flatMap(value), let second = digits.dropFirst().first.flatMap(value) else {
            return nil
        }
        return first << 4 | second
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default:
            false
        }
    }
}
