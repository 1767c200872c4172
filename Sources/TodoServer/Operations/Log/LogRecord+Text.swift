import Logging
import NIOCore
import TodoCore

extension LogRecord {
    /// Time, level, message and `key=value` for each metadatum, for people.
    var textLine: ByteBuffer {
        var line = ByteBuffer()
        line.reserveCapacity(512)
        line.writeWithUnsafeMutableBytes(minimumWritableBytes: Timestamp.rfc3339Length) { bytes in
            time.writeRFC3339 { index, byte in bytes[index] = byte }
        }
        line.writeStaticString(" ")
        line.writeString(level.rawValue)
        line.writeStaticString(" ")
        line.writeEscaped(message)
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
            line.writeStaticString(" ")
            line.writeString(key)
            line.writeStaticString("=")
            let text = value.description
            if Self.isWord(text) {
                line.writeEscaped(text)
            } else {
                line.writeStaticString("\"")
                line.writeEscaped(text, quote: "\"")
                line.writeStaticString("\"")
            }
        }
        line.writeStaticString("\n")
        return line
    }

    private static func isWord(_ text: String) -> Bool {
        !text.isEmpty
            && !text.utf8.contains { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "=") }
    }
}

extension ByteBuffer {
    /// What a client or a database says must not look like another line, nor speak to the terminal.
    fileprivate mutating func writeEscaped(_ text: String, quote: Unicode.Scalar? = nil) {
        // Of what is mostly written nothing is to be escaped, and a byte tells.
        let isPlain = text.utf8.allSatisfy { (0x20..<0x7F).contains($0) && $0 != UInt8(ascii: "\"") }
        guard !isPlain else {
            writeString(text)
            return
        }
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: escaped += scalar.escaped(asASCII: true)
            default:
                if scalar == quote { escaped += "\\" }
                escaped.unicodeScalars.append(scalar)
            }
        }
        writeString(escaped)
    }
}
