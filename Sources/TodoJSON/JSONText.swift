public import NIOCore

extension ByteBuffer {
    /// Writes a JSON string (RFC 8259 section 7): quotes, backslashes and control characters escaped, all else as it is.
    public mutating func writeJSON(_ text: String) {
        writeInteger(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { text in
            let bytes = UnsafeRawBufferPointer(text)
            var start = 0
            for index in bytes.indices where Self.needsEscape(bytes[index]) {
                writeBytes(UnsafeRawBufferPointer(rebasing: bytes[start..<index]))
                writeEscape(of: bytes[index])
                start = index + 1
            }
            writeBytes(UnsafeRawBufferPointer(rebasing: bytes[start...]))
        }
        writeInteger(UInt8(ascii: "\""))
    }

    @inline(__always)
    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func writeEscape(of byte: UInt8) {
        writeInteger(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\n"): writeInteger(UInt8(ascii: "n"))
        case UInt8(ascii: "\r"): writeInteger(UInt8(ascii: "r"))
        case UInt8(ascii: "\t"): writeInteger(UInt8(ascii: "t"))
        case 0..<0x20:
            writeStaticString("u00")
            writeInteger(byte < 0x10 ? UInt8(ascii: "0") : UInt8(ascii: "1"))
            let digit = byte & 0x0F
            writeInteger(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        default: writeInteger(byte)
        }
    }

    /// Writes an integer in decimal without making a `String` of it.
    public mutating func writeDecimal(_ value: Int64) {
        withUnsafeTemporaryAllocation(byteCount: 20, alignment: 1) { digits in
            var start = digits.count
            var magnitude = value.magnitude
            repeat {
                start -= 1
                digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: magnitude % 10)
                magnitude /= 10
            } while magnitude > 0
            if value < 0 {
                start -= 1
                digits[start] = UInt8(ascii: "-")
            }
            writeBytes(UnsafeRawBufferPointer(rebasing: digits[start...]))
        }
    }
}
