/// The grammar of JSON (RFC 8259), to the letter; that the bytes are UTF-8 is for others to judge.
///
/// Foundation's decoder is more generous: it takes `{"a":1,}`, and looks at the spelling of a number or a string only when
/// someone asks for its value.
struct JSONSyntax {
    /// How deep objects and arrays may be nested.
    static let maximumDepth = 128

    private var rest: Slice<UnsafeRawBufferPointer>

    /// Hands over the members of an object, name and value as they are spelt, in their order.
    ///
    /// - Returns: whether the bytes are one JSON text; without any member if it is not an object. Of a text that is not valid the
    ///   members before the fault may have been handed over.
    static func readMembers(
        of bytes: UnsafeRawBufferPointer,
        _ member: (_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) -> Void
    ) -> Bool {
        var syntax = JSONSyntax(rest: bytes[...])
        syntax.skipWhiteSpace()
        let isObject = syntax.rest.first == UInt8(ascii: "{")
        guard isObject ? syntax.skipObject(depth: 1, member) : syntax.skipValue(depth: 0) else { return false }
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

    private mutating func skipObject(
        depth: Int,
        _ member: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Void = { _, _ in }
    ) -> Bool {
        guard skip("{") else { return false }
        skipWhiteSpace()
        if skip("}") { return true }
        repeat {
            skipWhiteSpace()
            let name = rest
            guard skipString() else { return false }
            let nameEnd = rest.startIndex
            skipWhiteSpace()
            guard skip(":") else { return false }
            skipWhiteSpace()
            let value = rest
            guard skipValue(depth: depth) else { return false }
            member(
                UnsafeRawBufferPointer(rebasing: name[..<nameEnd]),
                UnsafeRawBufferPointer(rebasing: value[..<rest.startIndex])
            )
            skipWhiteSpace()
        } while skip(",")
        return skip("}")
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
