import TodoCore

extension FieldInput<String> {
    /// Reads a member's value from its spelling; `isReadable` becomes false where one half of a surrogate pair stands alone.
    init(jsonSpelling bytes: UnsafeRawBufferPointer, _ isReadable: inout Bool) {
        switch bytes.first {
        case UInt8(ascii: "n"): self = .null
        case UInt8(ascii: "\""):
            guard let text = String(jsonSpelling: bytes) else {
                isReadable = false
                self = .mistyped
                return
            }
            self = .value(text)
        default: self = .mistyped
        }
    }
}

extension FieldInput<Bool> {
    /// Reads a member's value from its spelling.
    init(jsonSpelling bytes: UnsafeRawBufferPointer) {
        switch bytes.first {
        case UInt8(ascii: "n"): self = .null
        case UInt8(ascii: "t"): self = .value(true)
        case UInt8(ascii: "f"): self = .value(false)
        default: self = .mistyped
        }
    }
}
