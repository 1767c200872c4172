package import HTTPTypes
import NIOCore

/// The header fields, in their order.
///
/// They stay where they were read, and become text when somebody asks for them; bytes that are not UTF-8 are replaced by U+FFFD.
extension RequestHead {
    /// Where a field line has its name and its value.
    struct FieldLine {
        let name: Range<Int>
        let value: Range<Int>
    }

    /// The field's value, its lines joined as one list (RFC 9110 section 5.3); `nil` when it is not there.
    package subscript(name: HTTPField.Name) -> String? {
        bytes.withUnsafeReadableBytes { bytes in
            var value: String?
            for line in fieldLines where Self.isSpelling(of: name, bytes, line.name) {
                let text = String(decoding: bytes[line.value], as: UTF8.self)
                value = value.map { "\($0), \(text)" } ?? text
            }
            return value
        }
    }

    /// The values of each of the field's lines.
    package func values(_ name: HTTPField.Name) -> [String] {
        bytes.withUnsafeReadableBytes { bytes in
            var values: [String] = []
            for line in fieldLines where Self.isSpelling(of: name, bytes, line.name) {
                values.append(String(decoding: bytes[line.value], as: UTF8.self))
            }
            return values
        }
    }

    /// Name and value of each line, as they came.
    package var fields: [(name: String, value: String)] {
        bytes.withUnsafeReadableBytes { bytes in
            fieldLines.map {
                (String(decoding: bytes[$0.name], as: UTF8.self), String(decoding: bytes[$0.value], as: UTF8.self))
            }
        }
    }

    private static func isSpelling(
        of name: HTTPField.Name,
        _ bytes: UnsafeRawBufferPointer,
        _ range: Range<Int>
    ) -> Bool {
        var name = name.canonicalName
        guard name.utf8.count == range.count else { return false }
        return name.withUTF8 { name in
            name.indices.allSatisfy { name[$0] == Token.lowercased(bytes[range.lowerBound + $0]) }
        }
    }
}
