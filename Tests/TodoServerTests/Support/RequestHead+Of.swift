import HTTPParsing
import NIOCore

extension RequestHead {
    /// The head that the parser makes of these.
    static func of(
        _ method: String = "GET",
        _ target: String = "/",
        version: String = "HTTP/1.1",
        _ fields: KeyValuePairs<String, String> = [:]
    ) -> RequestHead {
        of(method, target, version: version, lines: fields.map { "\($0): \($1)\r\n" }.joined())
    }

    static func of(_ method: String, _ target: String, version: String = "HTTP/1.1", lines: String) -> RequestHead {
        let text = "\(method) \(target) \(version)\r\n\(lines)\r\n"
        var parser = RequestParser(limits: RequestParser.Limits(headBytes: .max, lineBytes: .max, fields: .max))
        parser.receive(ByteBuffer(string: text))
        guard case .head(let head) = try? parser.next() else { preconditionFailure("BUG: no head: \(text)") }
        return head
    }
}
