/// A JSON text (RFC 8259) as a value, for comparison only.
enum ReferenceJSON: Equatable {
    case null
    case bool(Bool)
    /// `nil` when no `Double` is made of it.
    case number(Double?)
    /// `nil` when a surrogate has no partner.
    case string(String?)
    case array([ReferenceJSON])
    case object([String: ReferenceJSON])

    /// The value, or `nil` when the bytes are no JSON text, two members of an object share a name, or it nests too deep.
    init?(_ bytes: [UInt8]) {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        var cursor = Cursor(rest: Array(text.unicodeScalars)[...])
        guard let value = cursor.value(depth: 0) else { return nil }
        cursor.skipSpace()
        guard cursor.rest.isEmpty else { return nil }
        self = value
    }

    private struct Cursor {
        var rest: ArraySlice<Unicode.Scalar>

        mutating func skipSpace() {
            while let next = rest.first, next == " " || next == "\t" || next == "\r" || next == "\n" {
                rest.removeFirst()
            }
        }

        mutating func value(depth: Int) -> ReferenceJSON? {
            skipSpace()
            if rest.first == "\"" { return string().map { .string(String(validating: $0, as: UTF16.self)) } }
            if rest.first == "{" || rest.first == "[" { return depth < 128 ? items(depth: depth + 1) : nil }
            return word()
        }

        /// An object or an array: what stands between the brackets, then each part's name and value.
        private mutating func items(depth: Int) -> ReferenceJSON? {
            let isObject = rest.removeFirst() == "{"
            let end: Unicode.Scalar = isObject ? "}" : "]"
            var (members, elements): ([String: ReferenceJSON], [ReferenceJSON]) = ([:], [])
            skipSpace()
            while rest.first != end {
                skipSpace()
                var name: String?
                if isObject {
                    guard let units = string(), let text = String(validating: units, as: UTF16.self) else { return nil }
                    skipSpace()
                    guard rest.popFirst() == ":", members[text] == nil else { return nil }
                    name = text
                }
                guard let value = value(depth: depth) else { return nil }
                if let name { members[name] = value } else { elements.append(value) }
                skipSpace()
                guard rest.first == "," else { break }
                rest.removeFirst()
                skipSpace()
                guard rest.first != end else { return nil }
            }
            guard rest.popFirst() == end else { return nil }
            return isObject ? .object(members) : .array(elements)
        }

        /// A string's UTF-16 units.
        private mutating func string() -> [UInt16]? {
            guard rest.popFirst() == "\"" else { return nil }
            var units: [UInt16] = []
            while let scalar = rest.popFirst() {
                switch scalar {
                case "\"": return units
                case "\\":
                    guard let unit = escape() else { return nil }
                    units.append(unit)
                case "\0"..."\u{1F}": return nil
                default: units.append(contentsOf: String(Character(scalar)).utf16)
                }
            }
            return nil
        }

        private mutating func escape() -> UInt16? {
            guard let scalar = rest.popFirst() else { return nil }
            if scalar != "u" {
                let meanings: [Unicode.Scalar: UInt16] = [
                    "\"": 0x22, "\\": 0x5C, "/": 0x2F, "b": 8, "f": 12, "n": 10, "r": 13, "t": 9,
                ]
                return meanings[scalar]
            }
            let digits = String(String.UnicodeScalarView(rest.prefix(4)))
            guard digits.wholeMatch(of: /[0-9a-fA-F]{4}/) != nil else { return nil }
            rest.removeFirst(4)
            return UInt16(digits, radix: 16)
        }

        private mutating func word() -> ReferenceJSON? {
            let end = rest.firstIndex { ",]} \t\r\n".unicodeScalars.contains($0) } ?? rest.endIndex
            let word = String(String.UnicodeScalarView(rest[..<end]))
            rest = rest[end...]
            switch word {
            case "null": return .null
            case "true": return .bool(true)
            case "false": return .bool(false)
            default:
                let isNumber = word.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/) != nil
                return isNumber ? .number(Self.number(word)) : nil
            }
        }

        /// Neither infinity nor what becomes zero without being it.
        private static func number(_ word: String) -> Double? {
            let isZero = word.prefix { !"eE".contains($0) }.allSatisfy("-0.".contains)
            return Double(word).flatMap { $0.isFinite && ($0 != 0 || isZero) ? $0 : nil }
        }
    }
}
