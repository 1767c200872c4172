public import TodoCore

/// The members of a JSON object, as far as someone asks for them.
///
/// Of two with one name the last counts, as in `JSON.parse`, Python and `jsonb`. They are valid as long as the bytes that they
/// were read from.
public struct JSONMembers {
    /// Why the members cannot be read.
    public enum Fault: Error {
        /// The text is not JSON, or has one half of a surrogate pair alone in a name or in what is asked for.
        case malformed
        /// The text is JSON, but no object.
        case notAnObject
    }

    private var spellings: [(name: String, value: UnsafeRawBufferPointer)] = []

    /// Reads one JSON text, which is known to be UTF-8.
    ///
    /// - Throws: ``Fault``
    public init(of bytes: UnsafeRawBufferPointer) throws(Fault) {
        var isReadable = true
        let isValid = JSONSyntax.readMembers(of: bytes) { name, value in
            if let name = String(jsonSpelling: name) { spellings.append((name, value)) } else { isReadable = false }
        }
        guard isValid, isReadable else { throw .malformed }
        // Only white space is below it before a text's first bracket.
        guard bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") else { throw .notAnObject }
    }

    /// The member of this name as a text.
    ///
    /// - Throws: ``Fault/malformed``
    public func text(_ name: String) throws(Fault) -> FieldInput<String> {
        guard let value = self[name] else { return .absent }
        var isReadable = true
        let text = FieldInput<String>(jsonSpelling: value, &isReadable)
        guard isReadable else { throw .malformed }
        return text
    }

    /// The member of this name as true or false.
    public func bool(_ name: String) -> FieldInput<Bool> {
        self[name].map { FieldInput<Bool>(jsonSpelling: $0) } ?? .absent
    }

    private subscript(name: String) -> UnsafeRawBufferPointer? {
        spellings.last { $0.name == name }?.value
    }
}
