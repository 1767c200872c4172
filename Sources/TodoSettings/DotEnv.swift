/// Reads the `.env` format that the tools around a Next.js frontend share: `NAME=value` lines, `#` comments, an optional
/// `export`, single quotes (literal), double quotes (with `\n`, `\"`, `\\`, `\$`), and a comment after an unquoted value.
///
/// Values are never expanded: a `$` in a password stays a `$`.
enum DotEnv {
    static func parse(_ text: String) throws(SettingsError) -> [String: String] {
        var values: [String: String] = [:]
        // "\r\n" is a single Character, so lines are split on scalars.
        let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            var rest = trimmed(Substring(line))
            if rest.isEmpty || rest.hasPrefix("#") { continue }
            if rest.hasPrefix("export ") { rest = trimmed(rest.dropFirst("export ".count)) }
            guard let equals = rest.firstIndex(of: "=") else {
                throw SettingsError(
                    ".env",
                    "line \(index + 1) is not of the form NAME=value; mend it or start it with #"
                )
            }
            let name = trimmed(rest[..<equals])
            guard isName(name) else {
                throw SettingsError(".env", "line \(index + 1) does not begin with a name of letters, digits and _")
            }
            guard let value = unquoted(rest[rest.index(after: equals)...]) else {
                throw SettingsError(
                    ".env",
                    "line \(index + 1): the quoted value of \(name) does not end; close the quote"
                )
            }
            values[String(name)] = value
        }
        return values
    }

    private static func isName(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, !(48...57).contains(first) else { return false }
        return text.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 95
        }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\r" }
        guard let first = text.firstIndex(where: { !isBlank($0) }), let last = text.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return text[first...last]
    }

    /// The value without its quotes, or `nil` when a quote does not end.
    private static func unquoted(_ source: Substring) -> String? {
        let text = trimmed(source)
        switch text.first {
        case "'":
            let body = text.dropFirst()
            return body.firstIndex(of: "'").map { String(body[..<$0]) }
        case "\"":
            var value = ""
            var isEscaped = false
            for character in text.dropFirst() {
                if isEscaped {
                    value += character == "n" ? "\n" : String(character)
                    isEscaped = false
                } else if character == "\\" {
                    isEscaped = true
                } else if character == "\"" {
                    return value
                } else {
                    value.append(character)
                }
            }
            return nil
        default:
            // An unquoted value ends at a # that follows white space, even where nothing comes before that.
            let comment = source.indices.first { index in
                source[index] == "#" && index > source.startIndex && " \t".contains(source[source.index(before: index)])
            }
            return String(trimmed(comment.map { source[..<$0] } ?? source))
        }
    }
}
