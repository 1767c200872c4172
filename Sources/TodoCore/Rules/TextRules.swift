/// How this project measures text: in Unicode scalar values, which is what PostgreSQL's `char_length` and Python's `len`
/// count, and not in UTF-16 units or graphemes; how it compares text: by its bytes.
enum TextRules {
    /// The text without Unicode white space (the property `White_Space`) at either end.
    static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return first == scalars.startIndex && scalars.index(after: last) == scalars.endIndex
            ? text : String(scalars[first...last])
    }

    /// Whether the text has at least one and at most `limit` Unicode scalar values.
    static func isWithin(_ limit: Int, _ text: String) -> Bool {
        // A scalar value takes at least one byte of UTF-8, so short text needs no counting.
        !text.isEmpty && (text.utf8.count <= limit || text.unicodeScalars.count <= limit)
    }

    /// Whether PostgreSQL can store the text: its strings cannot hold U+0000.
    static func isStorable(_ text: String) -> Bool {
        !text.utf8.contains(0)
    }

    /// Whether two texts are the same to the letter, which is stricter than `==`: that holds canonically equivalent text equal.
    static func isIdentical(_ left: String, _ right: String) -> Bool {
        left.utf8.elementsEqual(right.utf8)
    }

    /// The hash that goes with ``isIdentical(_:_:)``.
    static func hash(_ text: String, into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
        hasher.combine(UInt8(0xFF))
    }

    /// Whether all of the bytes are ASCII; looks at eight at a time.
    static func isASCII(_ bytes: UnsafeRawBufferPointer) -> Bool {
        func isASCII(at index: Int) -> Bool {
            bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
        }
        guard bytes.count >= 8 else { return bytes.allSatisfy { $0 < 0x80 } }
        for index in stride(from: 0, to: bytes.count - 8, by: 8) where !isASCII(at: index) { return false }
        // The last eight, of which some may have been looked at before.
        return isASCII(at: bytes.count - 8)
    }
}
