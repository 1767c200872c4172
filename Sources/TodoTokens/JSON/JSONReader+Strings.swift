extension JSONReader {
    /// The string, or `nil` when its escapes name half a character.
    mutating func readString() throws(Malformed) -> String? {
        guard take("\"") else { throw Malformed() }
        let start = index
        var isASCII = true
        while let byte = next {
            index += 1
            switch byte {
            case UInt8(ascii: "\""):
                let text = bytes[start..<index - 1]
                // Validating costs several times as much, and there is nothing to be found.
                if isASCII { return String(decoding: text, as: UTF8.self) }
                guard let text = String(validating: text, as: UTF8.self) else { throw Malformed() }
                return text
            case UInt8(ascii: "\\"):
                index = start
                return try readEscapedString()
            case ..<0x20: throw Malformed()
            default: isASCII = isASCII && byte < 0x80
            }
        }
        throw Malformed()
    }

    /// Reads on in a string that has escapes, behind its first quotation mark.
    private mutating func readEscapedString() throws(Malformed) -> String? {
        var units: [UInt16] = []
        var start = index
        while let byte = next {
            guard byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 else {
                index += 1
                continue
            }
            guard byte >= 0x20, let text = String(validating: bytes[start..<index], as: UTF8.self) else {
                throw Malformed()
            }
            units.append(contentsOf: text.utf16)
            index += 1
            if byte == UInt8(ascii: "\"") { return String(validating: units, as: UTF16.self) }
            units.append(try readEscape())
            start = index
        }
        throw Malformed()
    }

    /// The UTF-16 code unit that stands behind a backslash.
    private mutating func readEscape() throws(Malformed) -> UInt16 {
        guard let byte = next else { throw Malformed() }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return UInt16(byte)
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "f"): return 0x0C
        case UInt8(ascii: "n"): return 0x0A
        case UInt8(ascii: "r"): return 0x0D
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "u"):
            var unit: UInt16 = 0
            for _ in 0..<4 {
                guard let digit = next.flatMap(Self.hexadecimalDigit) else { throw Malformed() }
                unit = unit << 4 | digit
                index += 1
            }
            return unit
        default: throw Malformed()
        }
    }

    private static func hexadecimalDigit(_ byte: UInt8) -> UInt16? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }
}
