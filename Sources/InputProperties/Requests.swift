import HTTPParsing
import HTTPTypes
import NIOCore

/// Bytes that a client sends, taken for requests.
enum Requests {
    /// Has the parser read the input at once, in two pieces and byte by byte, and compares each reading with that of
    /// ``RequestOracle``.
    static func violation(by input: [UInt8]) -> String? {
        let expected = RequestOracle(limits: limits).requests(in: input)
        let middle = input.count / 2
        for pieces in [[input], [Array(input[..<middle]), Array(input[middle...])], input.map { [$0] }] {
            let read = requests(in: pieces)
            guard read == expected else {
                return "In \(pieces.count) pieces it is read as \(read), not as \(expected)."
            }
        }
        return nil
    }

    /// Small, so that inputs reach them.
    private static let limits = RequestParser.Limits(headBytes: 512, lineBytes: 256, fields: 8)

    /// The requests that are complete.
    private static func requests(in pieces: [[UInt8]]) -> [RequestOracle.Request] {
        var parser = RequestParser(limits: limits)
        var requests: [RequestOracle.Request] = []
        var current: RequestOracle.Request?
        for piece in pieces {
            parser.receive(ByteBuffer(bytes: piece))
            while case .some(.some(let part)) = try? parser.next() {
                switch part {
                case .head(let head):
                    let request = RequestOracle.Request(
                        line: "\(head.method.rawValue) \(head.target) HTTP/1.\(head.isHTTP10 ? 0 : 1)",
                        fields: head.fields.map { "\($0): \($1)" }
                    )
                    if head.bodyLength == .bytes(0) { requests.append(request) } else { current = request }
                case .body(let bytes):
                    current?.body += bytes.readableBytesView
                case .end:
                    current.map { requests.append($0) }
                    current = nil
                }
            }
        }
        return requests
    }
}
