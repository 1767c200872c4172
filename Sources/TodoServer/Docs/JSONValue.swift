import NIOCore
import OrderedCollections

/// Any JSON value, its objects in the order in which they were written, so that a document reads as its author meant it.
enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int64)
    case string(String)
    case array([JSONValue])
    case object(OrderedDictionary<String, JSONValue>)
}

extension JSONValue {
    /// The value without any white space.
    var compactText: String { text(separator: ":", open: "", between: ",", close: "", indentation: nil) }

    /// The value over several lines, as a person reads it; what is empty stays on one line.
    var indentedText: String { indented(by: 0) }

    private func indented(by depth: Int) -> String {
        let (inner, outer) = ("\n" + Self.spaces(depth + 1), "\n" + Self.spaces(depth))
        return text(separator: ": ", open: inner, between: "," + inner, close: outer, indentation: depth + 1)
    }

    private static func spaces(_ depth: Int) -> String { String(repeating: "  ", count: depth) }

    private func text(separator: String, open: String, between: String, close: String, indentation: Int?) -> String {
        func nested(_ value: JSONValue) -> String {
            indentation.map { value.indented(by: $0) } ?? value.compactText
        }
        switch self {
        case .null: return "null"
        case .bool(let value): return value ? "true" : "false"
        case .integer(let value): return String(value)
        case .string(let value): return Self.quoted(value)
        case .array(let values):
            guard !values.isEmpty else { return "[]" }
            return "[" + open + values.map(nested).joined(separator: between) + close + "]"
        case .object(let fields):
            guard !fields.isEmpty else { return "{}" }
            let lines = fields.map { Self.quoted($0.key) + separator + nested($0.value) }
            return "{" + open + lines.joined(separator: between) + close + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var buffer = ByteBuffer()
        buffer.writeJSON(text)
        return String(buffer: buffer)
    }
}

extension JSONValue: ExpressibleByStringInterpolation {
    init(stringLiteral value: String) { self = .string(value) }
}

extension JSONValue: ExpressibleByIntegerLiteral {
    init(integerLiteral value: Int64) { self = .integer(value) }
}

extension JSONValue: ExpressibleByBooleanLiteral {
    init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension JSONValue: ExpressibleByNilLiteral {
    init(nilLiteral: ()) { self = .null }
}

extension JSONValue: ExpressibleByArrayLiteral {
    init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
}

extension JSONValue: ExpressibleByDictionaryLiteral {
    init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(OrderedDictionary(uniqueKeysWithValues: elements))
    }
}
