import TodoCore

/// The field `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header).
enum IdempotencyKeyField {
    /// Reads a key as the draft has it, a string of RFC 8941 section 3.3.3, or bare; both spell the same key.
    ///
    /// - Returns: `nil` when the text is no key.
    static func key(_ value: String) -> IdempotencyKey? {
        guard value.utf8.first == UInt8(ascii: "\"") else { return IdempotencyKey(value) }
        var text: [UInt8] = []
        var rest = value.utf8.dropFirst()
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""):
                return rest.isEmpty ? IdempotencyKey(String(decoding: text, as: UTF8.self)) : nil
            case UInt8(ascii: "\\"):
                guard let escaped = rest.popFirst(), escaped == UInt8(ascii: "\"") || escaped == UInt8(ascii: "\\")
                else {
                    return nil
                }
                text.append(escaped)
            default:
                text.append(byte)
            }
        }
        return nil
    }
}
