import HTTPParsing

/// Reads requests as plainly as it can be written, without regard to speed and without any code of what it is to check.
struct RequestOracle {
    struct Request: Equatable {
        var line: String
        var fields: [String]
        var body: [UInt8] = []
    }

    private typealias Bytes = ArraySlice<UInt8>

    let limits: RequestParser.Limits

    /// The requests that are complete, up to the first bytes that are none.
    func requests(in input: [UInt8]) -> [Request] {
        var rest = input[...]
        var requests: [Request] = []
        while let request = request(&rest) { requests.append(request) }
        return requests
    }

    private func request(_ rest: inout Bytes) -> Request? {
        while rest.starts(with: Self.lineEnd) { rest = rest.dropFirst(2) }
        var lines: [Bytes] = []
        let start = rest.startIndex
        repeat {
            guard let line = line(&rest) else { return nil }
            lines.append(line)
        } while lines.last?.isEmpty != true
        lines.removeLast()
        guard rest.startIndex - start <= limits.headBytes, let first = lines.first, lines.count - 1 <= limits.fields
        else {
            return nil
        }
        let fields = lines.dropFirst().map { $0.count + 2 <= limits.lineBytes ? field($0) : nil }
        guard let (line, isHTTP10) = requestLine(first), fields.allSatisfy({ $0 != nil }) else { return nil }
        let named = fields.compactMap { $0 }
        var request = Request(line: line, fields: named.map { "\(Self.text($0.name)): \(Self.text($0.value))" })
        let lengths = named.filter {
            ["content-length", "transfer-encoding"].contains(Self.text($0.name).lowercased())
        }
        guard let length = lengths.first else { return request }
        guard lengths.count == 1 else { return nil }
        let body: [UInt8]? =
            if Self.text(length.name).lowercased() == "content-length" {
                counted(length.value, &rest)
            } else {
                isHTTP10 || Self.text(length.value).lowercased() != "chunked" ? nil : chunked(&rest)
            }
        guard let body else { return nil }
        request.body = body
        return request
    }

    // MARK: Lines

    private static let lineEnd: [UInt8] = [13, 10]

    private static func text(_ bytes: Bytes) -> String { String(decoding: bytes, as: UTF8.self) }

    /// Takes what stands before the first line feed, if there is one and it has its carriage return; no other may be there.
    private func line(_ rest: inout Bytes) -> Bytes? {
        guard let end = rest.firstIndex(of: 10), end > rest.startIndex, rest[end - 1] == 13 else { return nil }
        let line = rest[..<(end - 1)]
        guard !line.contains(13) else { return nil }
        rest = rest[(end + 1)...]
        return line
    }

    private func requestLine(_ line: Bytes) -> (text: String, isHTTP10: Bool)? {
        let parts = line.split(separator: 32, omittingEmptySubsequences: false)
        guard parts.count == 3, isToken(parts[0]), !parts[1].isEmpty, parts[1].count <= limits.lineBytes,
            parts[1].allSatisfy({ $0 > 32 && $0 != 127 }), ["HTTP/1.0", "HTTP/1.1"].contains(Self.text(parts[2]))
        else { return nil }
        let target = Self.text(parts[1])
        guard target.hasPrefix("/") || target == "*" || target.contains("://") || Self.text(parts[0]) == "CONNECT"
        else {
            return nil
        }
        return (Self.text(line), parts[2].last == 48)
    }

    private func field(_ line: Bytes) -> (name: Bytes, value: Bytes)? {
        guard let colon = line.firstIndex(of: 58), isToken(line[..<colon]) else { return nil }
        var value = line[(colon + 1)...]
        while let first = value.first, first == 32 || first == 9 { value.removeFirst() }
        while let last = value.last, last == 32 || last == 9 { value.removeLast() }
        return isText(value) ? (line[..<colon], value) : nil
    }

    private func isText(_ bytes: Bytes) -> Bool { bytes.allSatisfy { $0 >= 32 && $0 != 127 || $0 == 9 } }

    private func isToken(_ bytes: Bytes) -> Bool {
        !bytes.isEmpty
            && bytes.allSatisfy { byte in
                let scalar = Unicode.Scalar(byte)
                return scalar.isASCII
                    && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                        || "!#$%&'*+-.^_`|~".unicodeScalars.contains(scalar))
            }
    }

    // MARK: Bodies

    private func counted(_ value: Bytes, _ rest: inout Bytes) -> [UInt8]? {
        guard value.allSatisfy({ (48...57).contains($0) }), let count = Int(Self.text(value)), count <= rest.count
        else {
            return nil
        }
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    private func chunked(_ rest: inout Bytes) -> [UInt8]? {
        var body: [UInt8] = []
        while true {
            guard let line = line(&rest), line.count < 1023 else { return nil }
            let digits = line.prefix { byte in "0123456789abcdefABCDEF".utf8.contains(byte) }
            guard digits.count <= 15, let size = Int(Self.text(digits), radix: 16),
                areExtensions(line[digits.endIndex...])
            else { return nil }
            if size == 0 { return trailers(&rest) ? body : nil }
            guard rest.count >= size + 2, rest.dropFirst(size).starts(with: Self.lineEnd) else { return nil }
            body += rest.prefix(size)
            rest = rest.dropFirst(size + 2)
        }
    }

    private func trailers(_ rest: inout Bytes) -> Bool {
        var read = 0
        while let line = line(&rest), line.count + 1 < limits.headBytes - read {
            if line.isEmpty { return true }
            guard field(line) != nil, line.count + 2 <= limits.lineBytes else { return false }
            read += line.count + 2
        }
        return false
    }

    private func areExtensions(_ bytes: Bytes) -> Bool {
        guard !bytes.isEmpty else { return true }
        let text = bytes.map { Character(Unicode.Scalar($0)) }
        let token = #"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"#
        let quoted = #""(?:[\t !#-\[\]-~\x{80}-\x{FF}]|\\[\t -~\x{80}-\x{FF}])*""#
        let blanks = #"[ \t]*"#
        let pattern = "\(blanks)(?:;\(blanks)\(token)\(blanks)(?:=\(blanks)(?:\(quoted)|\(token))\(blanks))?)*"
        guard let expression = try? Regex(pattern).matchingSemantics(.unicodeScalar) else {
            preconditionFailure("BUG: \(pattern) is no regular expression")
        }
        return String(text).wholeMatch(of: expression) != nil
    }
}
