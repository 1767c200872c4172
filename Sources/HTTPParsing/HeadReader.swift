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
        var lines: [RequestFields.Line] = []
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
        return RequestHead(line, RequestFields(buffer, lines), framing)
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
        if text.elementsEqual("HTTP/1.1".utf8) { return false }
        if text.elementsEqual("HTTP/1.0".utf8) { return true }
        throw .fault(text.starts(with: "HTTP/".utf8) ? .unknownVersion : .malformedHead)
    }

    /// Reads a field; `nil` for the empty line that ends them.
    mutating func field() throws(Stop) -> RequestFields.Line? {
        if try byte() == UInt8(ascii: "\r") {
            try lineEnd()
            return nil
        }
        let name = try skip(while: Token.contains)
        try skip(UInt8(ascii: ":"))
        guard !name.isEmpty else { throw .fault(.malformedHead) }
        _ = try skip(while: Self.isBlank)
        var value = try skip(while: Self.isText)
        try lineEnd()
        guard position - name.lowerBound <= limits.lineBytes else { throw .fault(.headTooLarge) }
        while let last = value.last, Self.isBlank(bytes[last]) { value.removeLast() }
        return RequestFields.Line(name: name, value: value)
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

    /// Skips bytes up to the first that is of another kind, which must be there.
    @inline(__always)
    private mutating func skip(while isOfKind: (UInt8) -> Bool) throws(Stop) -> Range<Int> {
        let start = position
        while try isOfKind(byte()) { position += 1 }
        return start..<position
    }
}
