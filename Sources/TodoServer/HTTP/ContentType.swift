/// The `Content-Type` field (RFC 9110 section 8.3).
enum ContentType {
    /// Whether it stands for JSON in UTF-8: `application/json` or `application/…+json`, with any parameters but another
    /// `charset`.
    static func isJSON(_ value: String) -> Bool {
        var parts = value.split(separator: ";", omittingEmptySubsequences: false).map(trimmed).makeIterator()
        guard let type = parts.next()?.lowercased(), type == "application/json" || isSuffixed(type) else {
            return false
        }
        while let parameter = parts.next() {
            let pair = parameter.split(separator: "=", maxSplits: 1).map(trimmed)
            guard pair.count == 2, pair[0].lowercased() == "charset" else { continue }
            let charset = pair[1].lowercased()
            guard ["utf-8", "\"utf-8\"", "utf8"].contains(charset) else { return false }
        }
        return true
    }

    private static func isSuffixed(_ type: String) -> Bool {
        type.hasPrefix("application/") && type.hasSuffix("+json") && type.utf8.count > "application/+json".utf8.count
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        return text.drop(while: isBlank).reversed().drop(while: isBlank).reversed().reduce(into: "") { $0.append($1) }
    }
}
