/// Reads JSON to the letter of RFC 8259, and only what everybody else would read the same way.
///
/// An object whose members share a name is refused: RFC 7515 section 4 and RFC 7519 section 4 leave only that or the last of
/// them, and who takes the first sees another token. Foundation's decoder does; it also takes UTF-16, a byte order mark,
/// trailing commas and, in what nobody asks for, misspelt numbers and escapes, traps where its 513th bracket ends the text,
/// and takes several times as long.
struct JSONReader {
    /// How deep objects and arrays may be nested.
    static let maximumDepth = 128

    struct Malformed: Error {}

    let bytes: [UInt8]
    var index = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Reads all of the bytes, which must be one object.
    mutating func readText() throws(Malformed) -> JSONObject {
        skipSpace()
        let object = try readObject(depth: 1)
        skipSpace()
        guard index == bytes.count else { throw Malformed() }
        return object
    }

    var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func readValue(depth: Int) throws(Malformed) -> Value {
        switch next {
        case UInt8(ascii: "{"): .object(try readObject(depth: depth))
        case UInt8(ascii: "["): .array(try readArray(depth: depth))
        case UInt8(ascii: "\""): .string(try readString())
        case UInt8(ascii: "t"): try read("true", as: .bool)
        case UInt8(ascii: "f"): try read("false", as: .bool)
        case UInt8(ascii: "n"): try read("null", as: .null)
        default: .number(try readNumber())
        }
    }

    private mutating func readObject(depth: Int) throws(Malformed) -> JSONObject {
        guard take("{"), depth <= Self.maximumDepth else { throw Malformed() }
        var members: [(name: String, value: Value)] = []
        skipSpace()
        if !take("}") {
            // As many as claims mostly have.
            members.reserveCapacity(8)
            repeat {
                skipSpace()
                guard let name = try readString() else { throw Malformed() }
                skipSpace()
                guard take(":") else { throw Malformed() }
                skipSpace()
                members.append((name, try readValue(depth: depth + 1)))
                skipSpace()
            } while take(",")
            guard take("}") else { throw Malformed() }
        }
        guard let object = JSONObject(members) else { throw Malformed() }
        return object
    }

    private mutating func readArray(depth: Int) throws(Malformed) -> [Value] {
        guard take("["), depth <= Self.maximumDepth else { throw Malformed() }
        var elements: [Value] = []
        skipSpace()
        if take("]") { return elements }
        repeat {
            skipSpace()
            elements.append(try readValue(depth: depth + 1))
            skipSpace()
        } while take(",")
        guard take("]") else { throw Malformed() }
        return elements
    }

    /// The number, or `nil` when a `Double` has only infinity for it, or zero for one that is not.
    private mutating func readNumber() throws(Malformed) -> Double? {
        let start = index
        _ = take("-")
        if !take("0") { try skipDigits() }
        if take(".") { try skipDigits() }
        let isZero = !bytes[start..<index].contains(where: (UInt8(ascii: "1")...UInt8(ascii: "9")).contains)
        if take("e") || take("E") {
            _ = take("+") || take("-")
            try skipDigits()
        }
        guard let number = Double(String(decoding: bytes[start..<index], as: UTF8.self)) else { throw Malformed() }
        return number.isFinite && (number != 0 || isZero) ? number : nil
    }

    private mutating func skipDigits() throws(Malformed) {
        let start = index
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
        guard index > start else { throw Malformed() }
    }

    private mutating func read(_ word: StaticString, as value: Value) throws(Malformed) -> Value {
        let letters = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        guard bytes[index...].starts(with: letters) else { throw Malformed() }
        index += letters.count
        return value
    }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { index += 1 }
    }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }
}
