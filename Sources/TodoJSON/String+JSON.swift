extension String {
    /// Reads a JSON string (RFC 8259 section 7) from its spelling, quotes included, which is known to be valid JSON and UTF-8.
    ///
    /// - Returns: `nil` when it is no string, or one half of a surrogate pair stands alone in it.
    init?(jsonSpelling bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= 2, bytes.first == UInt8(ascii: "\"") else { return nil }
        let inner = UnsafeRawBufferPointer(rebasing: bytes[1..<(bytes.count - 1)])
        guard inner.contains(UInt8(ascii: "\\")) else {
            self.init(decoding: inner, as: UTF8.self)
            return
        }
        var text: [UInt8] = []
        text.reserveCapacity(inner.count)
        var index = 0
        while index < inner.count {
            guard inner[index] == UInt8(ascii: "\\") else {
                text.append(inner[index])
                index += 1
                continue
            }
            guard let (scalar, length) = Self.escape(in: inner, at: index) else { return nil }
            text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            index += length
        }
        self.init(decoding: text, as: UTF8.self)
    }

    /// The character that the escape sequence at `index` stands for, and how many bytes the sequence has.
    private static func escape(in bytes: UnsafeRawBufferPointer, at index: Int) -> (Unicode.Scalar, Int)? {
        switch bytes[index + 1] {
        case UInt8(ascii: "b"): return ("\u{8}", 2)
        case UInt8(ascii: "f"): return ("\u{C}", 2)
        case UInt8(ascii: "n"): return ("\n", 2)
        case UInt8(ascii: "r"): return ("\r", 2)
        case UInt8(ascii: "t"): return ("\t", 2)
        case UInt8(ascii: "u"):
            guard let first = codeUnit(in: bytes, at: index) else { return nil }
            if let scalar = Unicode.Scalar(first) { return (scalar, 6) }
            guard UTF16.isLeadSurrogate(first), let second = codeUnit(in: bytes, at: index + 6),
                UTF16.isTrailSurrogate(second)
            else { return nil }
            return (UTF16.decode(UTF16.EncodedScalar([first, second])), 12)
        case let byte: return (Unicode.Scalar(byte), 2)
        }
    }

    /// The UTF-16 code unit of the sequence `\uXXXX` at `index`, if there is one.
    private static func codeUnit(in bytes: UnsafeRawBufferPointer, at index: Int) -> UInt16? {
        guard index + 6 <= bytes.count, bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u") else {
            return nil
        }
        return UInt16(String(decoding: bytes[(index + 2)..<(index + 6)], as: UTF8.self), radix: 16)
    }
}
