public import NIOCore

/// A text as a JSON string (RFC 8259 section 7): quotes, backslashes and control characters escaped, all else as it is.
struct JSONText {
    private let text: String
    private let isPlain: Bool
    /// How many bytes it has, the quotes around it among them.
    let count: Int

    init(_ text: String) {
        var text = text
        (isPlain, count) = text.withUTF8 { bytes in
            let bytes = UnsafeRawBufferPointer(bytes)
            let isPlain = !Self.needsEscape(bytes)
            return (isPlain, 2 + (isPlain ? bytes.count : bytes.reduce(0) { $0 + Self.length(of: $1) }))
        }
        self.text = text
    }

    @inline(__always)
    func write(to output: inout ByteCursor) {
        output.put(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { bytes in
            let bytes = UnsafeRawBufferPointer(bytes)
            if isPlain {
                output.put(bytes)
            } else {
                for byte in bytes { Self.write(byte, to: &output) }
            }
        }
        output.put(UInt8(ascii: "\""))
    }

    /// Whether any byte must be escaped; looks at eight at a time.
    private static func needsEscape(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var index = 0
        while index + 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            // A byte below n borrows from its top bit when n is subtracted; one that had its top bit set does not count.
            let controls = (word &- 0x2020_2020_2020_2020) & ~word
            let quotes = word ^ 0x2222_2222_2222_2222
            let backslashes = word ^ 0x5C5C_5C5C_5C5C_5C5C
            let zeros =
                (quotes &- 0x0101_0101_0101_0101) & ~quotes | (backslashes &- 0x0101_0101_0101_0101) & ~backslashes
            if (controls | zeros) & 0x8080_8080_8080_8080 != 0 { return true }
            index += 8
        }
        return bytes[index...].contains { length(of: $0) > 1 }
    }

    /// How many bytes stand for one.
    private static func length(of byte: UInt8) -> Int {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): 2
        case 0..<0x20: 6
        default: 1
        }
    }

    private static func write(_ byte: UInt8, to output: inout ByteCursor) {
        switch byte {
        case UInt8(ascii: "\""): output.put("\\\"")
        case UInt8(ascii: "\\"): output.put("\\\\")
        case UInt8(ascii: "\n"): output.put("\\n")
        case UInt8(ascii: "\r"): output.put("\\r")
        case UInt8(ascii: "\t"): output.put("\\t")
        case 0..<0x20:
            output.put(byte < 0x10 ? "\\u000" : "\\u001")
            let digit = byte & 0x0F
            output.put(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        default: output.put(byte)
        }
    }
}

extension ByteBuffer {
    /// Writes a JSON string.
    public mutating func writeJSON(_ text: String) {
        let text = JSONText(text)
        write(atMost: text.count) { text.write(to: &$0) }
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
