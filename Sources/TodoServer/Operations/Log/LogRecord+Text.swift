import Logging
import NIOCore
import TodoCore

extension LogRecord {
    /// Time, level, message and `key=value` for each metadatum, for people.
    var textLine: ByteBuffer {
        var line = "\(time) \(level) "
        Self.append(message, to: &line)
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
            line += " \(key)="
            let text = value.description
            let isPlain = !text.isEmpty && !text.contains { $0 == " " || $0 == "\"" || $0 == "=" }
            if isPlain {
                Self.append(text, to: &line)
            } else {
                line += "\""
                Self.append(text, to: &line, escaping: "\"")
                line += "\""
            }
        }
        line += "\n"
        return ByteBuffer(string: line)
    }

    /// What a client or a database says must not look like another line, nor speak to the terminal.
    private static func append(_ text: String, to line: inout String, escaping quote: Unicode.Scalar? = nil) {
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: line += scalar.escaped(asASCII: true)
            default:
                if scalar == quote { line += "\\" }
                line.unicodeScalars.append(scalar)
            }
        }
    }
}
