/// What the `Content-Type` field (RFC 9110 section 8.3) of a request may say of its body.
enum ContentType {
    /// `application/json`, or `application/…+json`.
    case json
    /// `application/merge-patch+json` (RFC 7396), or `application/json`; other patches mean something else.
    case mergePatch

    /// Whether a field's value stands for this, in UTF-8: with any parameters but another `charset`.
    func includes(_ value: String) -> Bool {
        // What nearly every client sends.
        guard value != "application/json" else { return true }
        var parts = value.split(separator: ";", omittingEmptySubsequences: false).map(Self.trimmed).makeIterator()
        guard let type = parts.next()?.lowercased(), includes(type: type) else { return false }
        while let parameter = parts.next() {
            let pair = parameter.split(separator: "=", maxSplits: 1).map(Self.trimmed)
            guard pair.count == 2, pair[0].lowercased() == "charset" else { continue }
            let charset = pair[1].lowercased()
            guard ["utf-8", "\"utf-8\"", "utf8"].contains(charset) else { return false }
        }
        return true
    }

    private func includes(type: String) -> Bool {
        switch self {
        case .json: type == "application/json" || Self.isSuffixed(type)
        case .mergePatch: type == "application/json" || type == "application/merge-patch+json"
        }
    }

    private static func isSuffixed(_ type: String) -> Bool {
        type.hasPrefix("application/") && type.hasSuffix("+json") && type.utf8.count > "application/+json".utf8.count
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        let rest = text.utf8.drop(while: isBlank)
        return rest.lastIndex { !isBlank($0) }.map { Substring(rest[...$0]) } ?? ""
    }
}
