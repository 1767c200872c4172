/// An entity tag (RFC 9110 section 8.8.3).
struct EntityTag: Hashable {
    /// The characters between the quotation marks.
    let opaque: String
    var isWeak = false
}

extension EntityTag: CustomStringConvertible {
    var description: String { (isWeak ? "W/\"" : "\"") + opaque + "\"" }
}

/// The value of `If-Match` or `If-None-Match` (RFC 9110 sections 13.1.1 and 13.1.2).
enum EntityTagCondition: Hashable {
    /// `*`: whatever there is.
    case any
    case tags([EntityTag])

    /// Reads the whole field: its lines joined, empty members of the list ignored.
    ///
    /// - Returns: `nil` when the text is anything else, or names no tag.
    init?(_ value: String) {
        var reader = Reader(rest: value.utf8[...])
        reader.skipBlanks()
        if reader.skip("*") {
            reader.skipBlanks()
            guard reader.rest.isEmpty else { return nil }
            self = .any
            return
        }
        var tags: [EntityTag] = []
        while !reader.rest.isEmpty {
            if !reader.skip(",") {
                guard let tag = reader.tag() else { return nil }
                tags.append(tag)
                reader.skipBlanks()
                guard reader.rest.isEmpty || reader.skip(",") else { return nil }
            }
            reader.skipBlanks()
        }
        guard !tags.isEmpty else { return nil }
        self = .tags(tags)
    }

    private struct Reader {
        var rest: Substring.UTF8View

        mutating func skipBlanks() {
            rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        }

        mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
            guard let byte = rest.first, UInt32(byte) == scalar.value else { return false }
            rest.removeFirst()
            return true
        }

        mutating func tag() -> EntityTag? {
            var isWeak = false
            if skip("W") {
                guard skip("/") else { return nil }
                isWeak = true
            }
            guard skip("\""), let end = rest.firstIndex(of: UInt8(ascii: "\"")),
                rest[..<end].allSatisfy({ $0 == 0x21 || $0 >= 0x23 && $0 != 0x7F })
            else { return nil }
            let opaque = String(Substring(rest[..<end]))
            rest = rest[rest.index(after: end)...]
            return EntityTag(opaque: opaque, isWeak: isWeak)
        }
    }
}
