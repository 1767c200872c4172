import NIOCore
package import OrderedCollections

/// Any JSON value, its objects in the order in which they were written, so that a document reads as its author meant it.
package enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int)
    /// A number with a fraction or of a size that no integer has; one that is not finite is written as null.
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object(OrderedDictionary<String, JSONValue>)
}

extension JSONValue {
    /// The value without any white space.
    package var compactText: String { text(depth: nil) }

    /// The value over several lines, as a person reads it; what is empty stays on one line.
    package var indentedText: String { text(depth: 0) }

    private func text(depth: Int?) -> String {
        var buffer = ByteBuffer()
        write(into: &buffer, depth: depth)
        return String(buffer: buffer)
    }

    /// Writes the value; `depth` is how deep it lies, or `nil` where there is to be no white space.
    private func write(into buffer: inout ByteBuffer, depth: Int?) {
        switch self {
        case .null: buffer.writeStaticString("null")
        case .bool(let value): buffer.writeStaticString(value ? "true" : "false")
        case .integer(let value): buffer.writeDecimal(Int64(value))
        case .number(let value): buffer.writeString(value.isFinite ? "\(value)" : "null")
        case .string(let value): buffer.writeJSON(value)
        case .array(let values):
            Self.write(values, between: "[", and: "]", into: &buffer, depth: depth) { value, buffer, depth in
                value.write(into: &buffer, depth: depth)
            }
        case .object(let fields):
            Self.write(fields.elements, between: "{", and: "}", into: &buffer, depth: depth) { field, buffer, depth in
                buffer.writeJSON(field.key)
                buffer.writeStaticString(depth == nil ? ":" : ": ")
                field.value.write(into: &buffer, depth: depth)
            }
        }
    }

    private static func write<Parts: Collection>(
        _ parts: Parts,
        between open: StaticString,
        and close: StaticString,
        into buffer: inout ByteBuffer,
        depth: Int?,
        _ writePart: (Parts.Element, inout ByteBuffer, Int?) -> Void
    ) {
        buffer.writeStaticString(open)
        for (index, part) in parts.enumerated() {
            if index > 0 { buffer.writeStaticString(",") }
            writeNewLine(into: &buffer, depth: depth.map { $0 + 1 })
            writePart(part, &buffer, depth.map { $0 + 1 })
        }
        if !parts.isEmpty { writeNewLine(into: &buffer, depth: depth) }
        buffer.writeStaticString(close)
    }

    private static func writeNewLine(into buffer: inout ByteBuffer, depth: Int?) {
        guard let depth else { return }
        buffer.writeStaticString("\n")
        buffer.writeRepeatingByte(UInt8(ascii: " "), count: 2 * depth)
    }
}
