import HTTPTypes
import NIOCore

/// The head of a response (RFC 9112 sections 4 and 5), but for what its connection adds.
///
/// Each line is written once, as the bytes that are sent: every answer has a dozen of them, mostly the same.
struct ResponseHead: Sendable {
    /// Field lines that many responses have.
    struct Lines: Sendable, ExpressibleByDictionaryLiteral {
        fileprivate private(set) var bytes: [UInt8] = []

        init(dictionaryLiteral fields: (HTTPField.Name, String)...) {
            for (name, value) in fields { bytes.append(name, value) }
        }

        init(_ fields: HTTPFields) {
            for field in fields { bytes.append(field.name, field.value) }
        }
    }

    /// The status code.
    let status: Int
    /// The status line and the field lines so far.
    private(set) var bytes: [UInt8] = []

    /// What the lines of most answers fit into.
    private static let usualLength = 960

    init(_ status: HTTPResponse.Status) {
        self.status = status.code
        makeRoom()
        bytes.append("HTTP/1.1 ")
        bytes.append(decimal: status.code)
        bytes.append(" ")
        bytes.append(contentsOf: status.reasonPhrase.utf8)
        bytes.append("\r\n")
    }

    /// Provides for what most answers add, all at once.
    mutating func makeRoom() { bytes.reserveCapacity(Self.usualLength) }

    /// Adds a field.
    ///
    /// A control character in the value becomes a space (RFC 9110 section 5.5), so that no value can end its line.
    mutating func append(_ name: HTTPField.Name, _ value: String) {
        bytes.append(name, value)
    }

    /// Adds a field whose value `writeValue` appends, no control character among it.
    mutating func append(_ name: HTTPField.Name, _ writeValue: (inout [UInt8]) -> Void) {
        bytes.append(name, writeValue)
    }

    mutating func append(_ lines: Lines) {
        lines.bytes.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    }

    /// Adds what its connection does, and ends it.
    ///
    /// - Parameters:
    ///   - framing: how the body's end is told.
    ///   - connection: the line of the `Connection` field, if it needs to be there.
    ///   - date: the line of the `Date` field.
    mutating func end(_ framing: BodyFraming, connection: StaticString?, date: [UInt8]) {
        if framing == .chunked { bytes.append("Transfer-Encoding: chunked\r\n") }
        if let connection { bytes.append(connection) }
        date.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
        bytes.append("\r\n")
    }

    /// Adds a body behind its end, so that both are one piece of memory.
    mutating func append(_ body: ByteBuffer) {
        body.withUnsafeReadableBytes { bytes.append(contentsOf: $0) }
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ name: HTTPField.Name, _ value: String) {
        let start = endIndex + name.rawName.utf8.count + 2
        append(name) { $0.append(contentsOf: value.utf8) }
        for index in start..<(endIndex - 2) where Self.isControl(self[index]) { self[index] = UInt8(ascii: " ") }
    }

    fileprivate mutating func append(_ name: HTTPField.Name, _ writeValue: (inout [UInt8]) -> Void) {
        append(contentsOf: name.rawName.utf8)
        append(": ")
        writeValue(&self)
        append("\r\n")
    }

    private static func isControl(_ byte: UInt8) -> Bool { byte < 0x20 && byte != UInt8(ascii: "\t") || byte == 0x7F }
}

// What values are made of without making strings of it first.
extension [UInt8] {
    mutating func append(_ text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends a number.
    mutating func append(decimal number: some FixedWidthInteger) {
        if number < 0 { append("-") }
        append(digits: number.magnitude)
    }

    private mutating func append(digits magnitude: some UnsignedInteger) {
        if magnitude >= 10 { append(digits: magnitude / 10) }
        append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: magnitude % 10))
    }

    /// Appends a number in lowercase.
    mutating func append(hexadecimal number: UInt64) {
        if number >= 16 { append(hexadecimal: number >> 4) }
        let digit = UInt8(truncatingIfNeeded: number & 15)
        append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
}
