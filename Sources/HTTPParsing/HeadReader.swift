import NIOCore

/// Reads lines of a head, or of a trailer section, from memory.
///
/// Every line ends with CR and LF; neither may stand alone, and no line is continued on the next (RFC 9112 sections 2.2 and 5.2).
struct HeadReader {
    /// Why reading ended early.
    enum Stop: Error {
        /// What is there is well-formed, but more has to come.
        case incomplete
        case fault(RequestFault)
    }

    private let bytes: UnsafeRawBufferPointer
    private let limits: RequestParser.Limits
    /// How much was read.
    private(set) var position = 0

    init(_ bytes: UnsafeRawBufferPointer, _ limits: RequestParser.Limits) {
        self.bytes = bytes
        self.limits = limits
    }

    @inline(__always)
    static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    /// Whether the byte may be in a field's value: anything but controls.
    @inline(__always)
    static func isText(_ byte: UInt8) -> Bool { byte >= 0x20 && byte != 0x7F || byte == UInt8(ascii: "\t") }

    /// Reads a whole head.
    mutating func head(_ buffer: ByteBuffer) throws(Stop) -> RequestHead {
        let line = try requestLine()
        var framing = MessageFraming()
        var lines: [RequestHead.FieldLine] = []
        lines.reserveCapacity(12)
        while let field = try field() {
            guard lines.count < limits.fields else { throw .fault(.headTooLarge) }
            lines.append(field)
            do throws(RequestFault) {
                try framing.take(slice(field.name), slice(field.value), isHTTP10: line.isHTTP10)
            } catch {
                throw .fault(error)
            }
        }
        return RequestHead(line, lines, in: buffer, framing)
    }

    private mutating func requestLine() throws(Stop) -> RequestLine {
        let method = try skip(while: Token.contains)
        try skip(UInt8(ascii: " "))
        // Everything but controls and blanks; beyond ASCII too, which browsers encode but not every client does.
        let target = try skip { $0 > 0x20 && $0 != 0x7F }
        try skip(UInt8(ascii: " "))
        let isHTTP10 = try version()
        try lineEnd()
        guard !method.isEmpty, !target.isEmpty else { throw .fault(.malformedHead) }
        guard target.count <= limits.lineBytes else { throw .fault(.headTooLarge) }
        do throws(RequestFault) {
            return try RequestLine(method: slice(method), target: slice(target), isHTTP10: isHTTP10)
        } catch {
            throw .fault(error)
        }
    }

    /// Whether it is HTTP/1.0, as opposed to HTTP/1.1.
    private mutating func version() throws(Stop) -> Bool {
        let version = try skip { $0 > 0x20 && $0 != 0x7F }
        let text = slice(version)
        if text.spells("HTTP/1.1") { return false }
        if text.spells("HTTP/1.0") { return true }
        throw .fault(text.starts(with: "HTTP/".utf8) ? .unknownVersion : .malformedHead)
    }

    /// Reads a field; `nil` for the empty line that ends them.
    mutating func field() throws(Stop) -> RequestHead.FieldLine? {
        if try byte() == UInt8(ascii: "\r") {
            try lineEnd()
            return nil
        }
        let name = try skip(while: Token.contains)
        try skip(UInt8(ascii: ":"))
        guard !name.isEmpty else { throw .fault(.malformedHead) }
        _ = try skip(while: Self.isBlank)
        var value = try skipText()
        try lineEnd()
        guard position - name.lowerBound <= limits.lineBytes else { throw .fault(.headTooLarge) }
        while let last = value.last, Self.isBlank(bytes[last]) { value.removeLast() }
        return RequestHead.FieldLine(name: name, value: value)
    }

    private func slice(_ range: Range<Int>) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[range]) }

    @inline(__always)
    private func byte() throws(Stop) -> UInt8 {
        guard position < bytes.count else { throw .incomplete }
        return bytes[position]
    }

    @inline(__always)
    private mutating func skip(_ expected: UInt8) throws(Stop) {
        guard try byte() == expected else { throw .fault(.malformedHead) }
        position += 1
    }

    private mutating func lineEnd() throws(Stop) {
        try skip(UInt8(ascii: "\r"))
        try skip(UInt8(ascii: "\n"))
    }

    /// Skips what may be in a field's value, eight bytes at a time where all eight may.
    private mutating func skipText() throws(Stop) -> Range<Int> {
        let start = position
        while position + 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            // A byte below n borrows from its top bit when n is subtracted; one that had its top bit set does not count.
            let controls = (word &- 0x2020_2020_2020_2020) & ~word
            let deletes = word ^ 0x7F7F_7F7F_7F7F_7F7F
            let zeros = (deletes &- 0x0101_0101_0101_0101) & ~deletes
            guard (controls | zeros) & 0x8080_8080_8080_8080 == 0 else { break }
            position += 8
        }
        let end = try skip(while: Self.isText).upperBound
        return start..<end
    }

    /// Skips bytes up to the first that is of another kind, which must be there.
    @inline(__always)
    private mutating func skip(while isOfKind: (UInt8) -> Bool) throws(Stop) -> Range<Int> {
        let start = position
        while try isOfKind(byte()) { position += 1 }
        return start..<position
    }
}

extension UnsafeRawBufferPointer {
    /// Whether the bytes are the text's.
    func spells(_ text: StaticString) -> Bool {
        count == text.utf8CodeUnitCount && elementsEqual(UnsafeRawBufferPointer(start: text.utf8Start, count: count))
    }
}
