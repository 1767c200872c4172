import HTTPTypes

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
    }

    let status: HTTPResponse.Status
    /// The status line and the field lines so far.
    private(set) var bytes: [UInt8] = []

    /// What the lines of most answers fit into.
    private static let usualLength = 512

    init(_ status: HTTPResponse.Status) {
        self.status = status
        bytes.reserveCapacity(Self.usualLength)
        bytes.append("HTTP/1.1 ")
        bytes.append(decimal: status.code)
        bytes.append(" ")
        bytes.append(contentsOf: status.reasonPhrase.utf8)
        bytes.append("\r\n")
    }

    /// Adds a field.
    ///
    /// A control character in the value becomes a space (RFC 9110 section 5.5), so that no value can end its line.
    mutating func append(_ name: HTTPField.Name, _ value: String) {
        bytes.append(name, value)
    }

    mutating func append(_ lines: Lines) {
        bytes.append(contentsOf: lines.bytes)
    }

    /// Adds `Content-Length`.
    mutating func append(contentLength: Int) {
        bytes.append("Content-Length: ")
        bytes.append(decimal: contentLength)
        bytes.append("\r\n")
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ name: HTTPField.Name, _ value: String) {
        append(contentsOf: name.rawName.utf8)
        append(": ")
        let start = endIndex
        append(contentsOf: value.utf8)
        for index in start..<endIndex where Self.isControl(self[index]) { self[index] = UInt8(ascii: " ") }
        append("\r\n")
    }

    fileprivate mutating func append(_ text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    fileprivate mutating func append(decimal number: Int) {
        if number >= 10 { append(decimal: number / 10) }
        append(UInt8(ascii: "0") + UInt8(number % 10))
    }

    private static func isControl(_ byte: UInt8) -> Bool { byte < 0x20 && byte != UInt8(ascii: "\t") || byte == 0x7F }
}
