#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// One JSON object as RFC 8259 writes it, in which every member has a name of its own, at every level.
///
/// `JSONDecoder` alone is too kind to what decides who someone is. Of members with one name it takes the first, where RFC 7515
/// section 4 and RFC 7519 section 4 leave only a refusal or the last; and it takes UTF-16, a byte order mark, trailing commas
/// and, in what it need not read, misspelt numbers and escapes. Whoever else read the token would see another one.
struct StrictJSON {
    /// How deep objects and arrays may be nested.
    static let maximumDepth = 32

    /// The object, or `nil` when the bytes are something else, or it lacks what `Object` needs.
    static func decode<Object: Decodable>(
        _ bytes: [UInt8],
        userInfo: [CodingUserInfoKey: any Sendable] = [:]
    ) -> Object? {
        guard String(validating: bytes, as: UTF8.self) != nil else { return nil }
        var reader = StrictJSON(rest: bytes[...])
        do { try reader.readDocument() } catch { return nil }
        let decoder = JSONDecoder()
        decoder.userInfo = userInfo
        return try? decoder.decode(Object.self, from: Data(bytes))
    }

    private struct Malformed: Error {}

    private var rest: ArraySlice<UInt8>

    private mutating func readDocument() throws(Malformed) {
        skipSpace()
        guard rest.first == UInt8(ascii: "{") else { throw Malformed() }
        try readValue(depth: 1)
        skipSpace()
        guard rest.isEmpty else { throw Malformed() }
    }

    private mutating func readValue(depth: Int) throws(Malformed) {
        guard let first = rest.first else { throw Malformed() }
        switch first {
        case UInt8(ascii: "{"): try readObject(depth: depth)
        case UInt8(ascii: "["): try readArray(depth: depth)
        case UInt8(ascii: "\""): _ = try readString()
        case UInt8(ascii: "t"): try readWord("true")
        case UInt8(ascii: "f"): try readWord("false")
        case UInt8(ascii: "n"): try readWord("null")
        default: try readNumber()
        }
    }

    private mutating func readObject(depth: Int) throws(Malformed) {
        guard depth <= Self.maximumDepth else { throw Malformed() }
        rest.removeFirst()
        skipSpace()
        if take("}") { return }
        var names: Set<String> = []
        repeat {
            skipSpace()
            guard try names.insert(name(readString())).inserted else { throw Malformed() }
            skipSpace()
            guard take(":") else { throw Malformed() }
            skipSpace()
            try readValue(depth: depth + 1)
            skipSpace()
        } while take(",")
        guard take("}") else { throw Malformed() }
    }

    private mutating func readArray(depth: Int) throws(Malformed) {
        guard depth <= Self.maximumDepth else { throw Malformed() }
        rest.removeFirst()
        skipSpace()
        if take("]") { return }
        repeat {
            skipSpace()
            try readValue(depth: depth + 1)
            skipSpace()
        } while take(",")
        guard take("]") else { throw Malformed() }
    }

    /// The string, with its quotes and its escapes.
    private mutating func readString() throws(Malformed) -> ArraySlice<UInt8> {
        let start = rest
        guard take("\"") else { throw Malformed() }
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return start[..<rest.startIndex]
            case UInt8(ascii: "\\"): try readEscape()
            case ..<0x20: throw Malformed()
            default: break
            }
        }
        throw Malformed()
    }

    private mutating func readEscape() throws(Malformed) {
        guard let byte = rest.popFirst() else { throw Malformed() }
        if byte == UInt8(ascii: "u") {
            guard rest.count >= 4, rest.prefix(4).allSatisfy(Self.isHexDigit) else { throw Malformed() }
            rest.removeFirst(4)
        } else {
            guard #""\/bfnrt"#.utf8.contains(byte) else { throw Malformed() }
        }
    }

    /// What a member's name says, so that no escape hides that two are one.
    private func name(_ string: ArraySlice<UInt8>) throws(Malformed) -> String {
        guard string.contains(UInt8(ascii: "\\")) else {
            return String(decoding: string.dropFirst().dropLast(), as: UTF8.self)
        }
        guard let name = try? JSONDecoder().decode(String.self, from: Data(string)) else { throw Malformed() }
        return name
    }

    private mutating func readNumber() throws(Malformed) {
        _ = take("-")
        if !take("0") { try readDigits() }
        if take(".") { try readDigits() }
        if take("e") || take("E") {
            _ = take("+") || take("-")
            try readDigits()
        }
    }

    private mutating func readDigits() throws(Malformed) {
        let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard !digits.isEmpty else { throw Malformed() }
        rest = rest[digits.endIndex...]
    }

    private mutating func readWord(_ word: String) throws(Malformed) {
        guard rest.starts(with: word.utf8) else { throw Malformed() }
        rest.removeFirst(word.utf8.count)
    }

    private mutating func skipSpace() {
        rest = rest.drop { " \t\r\n".utf8.contains($0) }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        Character(Unicode.Scalar(byte)).isHexDigit
    }
}
