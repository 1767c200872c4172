#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The grammar of JSON (RFC 8259), to the letter; nothing is to reach Foundation's decoder that does not hold to it.
///
/// That decoder is more generous: it takes `{"a":1,}`, and looks at the spelling of a number or a string only when someone asks
/// for its value. Of two members with one name it takes the first, and it traps where its 513th bracket ends the text.
public struct JSONSyntax {
    /// How deep objects and arrays may be nested.
    public static let maximumDepth = 128

    private let namesAreUnique: Bool
    private var rest: Slice<UnsafeRawBufferPointer>

    /// Whether the bytes are one JSON text; that they are UTF-8 is for others to judge.
    ///
    /// - Parameters:
    ///   - bytes: the text.
    ///   - namesAreUnique: whether two members of one object must not have the same name, however it is spelt.
    /// - Returns: whether the bytes hold to it all.
    public static func isValid(_ bytes: UnsafeRawBufferPointer, namesAreUnique: Bool = false) -> Bool {
        var syntax = JSONSyntax(namesAreUnique: namesAreUnique, rest: bytes[...])
        guard syntax.skipValue(depth: 0) else { return false }
        syntax.skipWhiteSpace()
        return syntax.rest.isEmpty
    }

    private mutating func skipValue(depth: Int) -> Bool {
        skipWhiteSpace()
        switch rest.first {
        case UInt8(ascii: "{"): return depth < Self.maximumDepth && skipObject(depth: depth + 1)
        case UInt8(ascii: "["): return depth < Self.maximumDepth && skipArray(depth: depth + 1)
        case UInt8(ascii: "\""): return skipString()
        case UInt8(ascii: "t"): return skip("true")
        case UInt8(ascii: "f"): return skip("false")
        case UInt8(ascii: "n"): return skip("null")
        default: return skipNumber()
        }
    }

    private mutating func skipObject(depth: Int) -> Bool {
        guard skip("{") else { return false }
        skipWhiteSpace()
        if skip("}") { return true }
        var names: Set<String> = []
        repeat {
            skipWhiteSpace()
            let start = rest
            guard skipString() else { return false }
            if namesAreUnique {
                guard let name = Self.name(start[..<rest.startIndex]), names.insert(name).inserted else { return false }
            }
            skipWhiteSpace()
            guard skip(":"), skipValue(depth: depth) else { return false }
            skipWhiteSpace()
        } while skip(",")
        return skip("}")
    }

    /// What a string says that is written so, or `nil` when a surrogate in it has no partner.
    private static func name(_ string: Slice<UnsafeRawBufferPointer>) -> String? {
        string.contains(UInt8(ascii: "\\"))
            ? try? JSONDecoder().decode(String.self, from: Data(string))
            : String(validating: string.dropFirst().dropLast(), as: UTF8.self)
    }

    private mutating func skipArray(depth: Int) -> Bool {
        guard skip("[") else { return false }
        skipWhiteSpace()
        if skip("]") { return true }
        repeat {
            guard skipValue(depth: depth) else { return false }
            skipWhiteSpace()
        } while skip(",")
        return skip("]")
    }

    private mutating func skipString() -> Bool {
        guard skip("\"") else { return false }
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return true
            case UInt8(ascii: "\\"): guard skipEscape() else { return false }
            case 0..<0x20: return false
            default: continue
            }
        }
        return false
    }

    /// Skips what follows a backslash.
    private mutating func skipEscape() -> Bool {
        guard let escape = rest.popFirst() else { return false }
        guard escape == UInt8(ascii: "u") else { return #""\/bfnrt"#.utf8.contains(escape) }
        return (0..<4).allSatisfy { _ in rest.popFirst().map(Self.isHexadecimal) ?? false }
    }

    private mutating func skipNumber() -> Bool {
        _ = skip("-")
        guard skip("0") || skipDigits() else { return false }
        if skip(".") {
            guard skipDigits() else { return false }
        }
        if skip("e") || skip("E") {
            _ = skip("+") || skip("-")
            guard skipDigits() else { return false }
        }
        return true
    }

    /// Skips digits, of which there must be at least one.
    private mutating func skipDigits() -> Bool {
        let count = rest.count
        while let byte = rest.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { rest.removeFirst() }
        return rest.count < count
    }

    private mutating func skipWhiteSpace() {
        while let byte = rest.first, byte == 0x20 || (0x09...0x0A).contains(byte) || byte == 0x0D { rest.removeFirst() }
    }

    private mutating func skip(_ literal: StaticString) -> Bool {
        let bytes = UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount)
        guard rest.starts(with: bytes) else { return false }
        rest = rest.dropFirst(bytes.count)
        return true
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default:
            false
        }
    }
}
