public import NIOCore

/// A text as a JSON string (RFC 8259 section 7): quotes, backslashes and control characters escaped, all else as it is.
enum JSONText {
    /// The most bytes that stand for one.
    private static let longestEscape = 6

    /// How many bytes the text has at most, the quotes around it among them; looks at eight at a time.
    static func mostBytes(_ text: UnsafeRawBufferPointer) -> Int {
        var escapes = 0
        var index = 0
        while index + 8 <= text.count {
            let marks = marks(text.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            if marks != 0 { escapes += marks.nonzeroBitCount }
            index += 8
        }
        escapes += text.count - index
        return 2 + text.count + escapes * (longestEscape - 1)
    }

    /// Whether nothing in the text must be escaped, or may seem to; looks at eight bytes at a time.
    static func isPlain(_ text: UnsafeRawBufferPointer) -> Bool {
        func isPlain(at index: Int) -> Bool { marks(text.loadUnaligned(fromByteOffset: index, as: UInt64.self)) == 0 }
        guard text.count >= 8 else { return false }
        for index in stride(from: 0, to: text.count - 8, by: 8) where !isPlain(at: index) { return false }
        // The last eight, of which some may have been looked at before.
        return isPlain(at: text.count - 8)
    }

    /// Marks bytes that must be escaped in their top bits: none when there is none, else those and perhaps some above them.
    @inline(__always)
    fileprivate static func marks(_ word: UInt64) -> UInt64 {
        // A byte below n borrows from its top bit when n is subtracted; one that had its top bit set does not count.
        let controls = (word &- 0x2020_2020_2020_2020) & ~word
        let quotes = word ^ 0x2222_2222_2222_2222
        let backslashes = word ^ 0x5C5C_5C5C_5C5C_5C5C
        let zeros =
            (quotes &- 0x0101_0101_0101_0101) & ~quotes | (backslashes &- 0x0101_0101_0101_0101) & ~backslashes
        return (controls | zeros) & 0x8080_8080_8080_8080
    }
}

extension ByteCursor {
    /// Puts a text as a JSON string.
    @inline(__always)
    mutating func put(json text: UnsafeRawBufferPointer) {
        put(UInt8(ascii: "\""))
        if JSONText.isPlain(text) { put(text) } else { put(escaped: text) }
        put(UInt8(ascii: "\""))
    }

    private mutating func put(escaped text: UnsafeRawBufferPointer) {
        var index = 0
        while index + 8 <= text.count {
            let word = UInt64(littleEndian: text.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            if JSONText.marks(word) == 0 {
                put(word)
            } else {
                for byte in text[index..<(index + 8)] { put(escaped: byte) }
            }
            index += 8
        }
        for byte in text[index...] { put(escaped: byte) }
    }

    @inline(__always)
    private mutating func put(escaped byte: UInt8) {
        if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
            put(byte)
        } else {
            putEscape(byte)
        }
    }

    private mutating func putEscape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): put("\\\"")
        case UInt8(ascii: "\\"): put("\\\\")
        case UInt8(ascii: "\n"): put("\\n")
        case UInt8(ascii: "\r"): put("\\r")
        case UInt8(ascii: "\t"): put("\\t")
        default:
            put(byte < 0x10 ? "\\u000" : "\\u001")
            let digit = byte & 0x0F
            put(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
    }
}

extension ByteBuffer {
    /// Writes a JSON string.
    public mutating func writeJSON(_ text: String) {
        var text = text
        text.withUTF8 { text in
            let text = UnsafeRawBufferPointer(text)
            write(atMost: JSONText.mostBytes(text)) { $0.put(json: text) }
        }
    }

    /// Writes an integer in decimal without making a `String` of it.
    public mutating func writeDecimal(_ value: Int64) {
        write(atMost: ByteCursor.decimalLength) { $0.put(decimal: value) }
    }

    /// Writes what `body` puts, which is no more than `count` bytes.
    @inline(__always)
    mutating func write(atMost count: Int, _ body: (inout ByteCursor) -> Void) {
        writeWithUnsafeMutableBytes(minimumWritableBytes: count) { memory in
            var output = ByteCursor(memory)
            body(&output)
            return output.count
        }
    }
}
