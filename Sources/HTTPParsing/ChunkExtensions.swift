import NIOCore

/// What may stand behind the size of a chunk (RFC 9112 section 7.1.1); nothing of it means anything here.
struct ChunkExtensions {
    private var rest: ByteBufferView

    init(_ bytes: ByteBufferView) {
        rest = bytes
    }

    mutating func areWellFormed() -> Bool {
        skipBlanks()
        while !rest.isEmpty {
            guard skip(UInt8(ascii: ";")) else { return false }
            skipBlanks()
            guard skipToken() else { return false }
            skipBlanks()
            if skip(UInt8(ascii: "=")) {
                skipBlanks()
                guard rest.first == UInt8(ascii: "\"") ? skipQuotedString() : skipToken() else { return false }
                skipBlanks()
            }
        }
        return true
    }

    private mutating func skipBlanks() {
        rest = rest.drop(while: HeadReader.isBlank)
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard rest.first == byte else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func skipToken() -> Bool {
        let isToken = rest.first.map(Token.contains) ?? false
        rest = rest.drop(while: Token.contains)
        return isToken
    }

    /// Skips a string with its quotation marks (RFC 9110 section 5.6.4).
    private mutating func skipQuotedString() -> Bool {
        guard skip(UInt8(ascii: "\"")) else { return false }
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""):
                return true
            case UInt8(ascii: "\\"):
                guard let escaped = rest.popFirst(), HeadReader.isText(escaped) else { return false }
            default:
                guard HeadReader.isText(byte) else { return false }
            }
        }
        return false
    }
}
