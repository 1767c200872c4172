import PercentEncoding

/// What a request is about (RFC 9112 section 3.2): a path, and a query where there is one.
struct RequestTarget: Hashable {
    /// Percent-encoded, but for unreserved characters, whose encoding makes no difference (RFC 3986 section 6.2.2.2).
    let path: String
    /// What follows the question mark, as it came.
    let query: String?

    /// Takes a target in any form; of the absolute form, scheme and authority are left out.
    init(_ text: String) {
        guard !Self.isPath(text) else {
            path = text
            query = nil
            return
        }
        let utf8 = text.utf8
        var start = utf8.startIndex
        if utf8.first != UInt8(ascii: "/"), let authority = text.firstRange(of: "://")?.upperBound {
            start =
                utf8[authority...].firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? utf8.endIndex
        }
        let end = utf8[start...].firstIndex(of: UInt8(ascii: "?")) ?? utf8.endIndex
        query = end < utf8.endIndex ? String(text[utf8.index(after: end)...]) : nil
        let path = start == utf8.startIndex && end == utf8.endIndex ? text : String(text[start..<end])
        self.path =
            path.isEmpty
            ? "/" : path.utf8.contains(UInt8(ascii: "%")) ? PercentEncoding.normalizedPath(path) : path
    }

    /// Whether the target is a path as it stands, as most are.
    private static func isPath(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { text in
            text.first == UInt8(ascii: "/")
                && text.allSatisfy { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "%") }
        }
    }
}
