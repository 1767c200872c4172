/// The field `Prefer` (RFC 7240).
enum Preferences {
    /// The value of a preference, without quotation marks; of several, the first one counts, as section 2 has it.
    ///
    /// - Parameters:
    ///   - name: in lower case.
    ///   - field: the whole field, its lines joined; whatever is not understood is ignored.
    /// - Returns: `nil` when the preference is not there, nothing when it has no value.
    static func value(of name: String, in field: String) -> String? {
        for preference in field.split(separator: ",") {
            // What follows a semicolon are parameters of the preference.
            guard let head = preference.split(separator: ";", omittingEmptySubsequences: false).first else { continue }
            let pair = head.split(separator: "=", maxSplits: 1).map(trimmed)
            guard let first = pair.first, first.lowercased() == name else { continue }
            guard pair.count == 2 else { return "" }
            let value = pair[1]
            let isQuoted = value.utf8.count >= 2 && value.hasPrefix("\"") && value.hasSuffix("\"")
            return String(isQuoted ? value.dropFirst().dropLast() : value)
        }
        return nil
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop { $0 == " " || $0 == "\t" }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }
}
