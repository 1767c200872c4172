extension ServerSettings.AllowedOrigins {
    /// Reads the setting `FRONTEND_URL`.
    ///
    /// What no `Origin` of a browser could equal is refused, since it would allow nothing without a word.
    init(_ environment: Environment) throws(SettingsError) {
        let text = environment[.frontendURL] ?? Setting.frontendURL.defaultValue ?? ""
        let values = Set(text.split(separator: ",").map(Self.trimmed)).subtracting([""])
        guard !values.isEmpty else {
            throw SettingsError(
                .frontendURL,
                "names no origin; set it to your frontend's, such as http://localhost:3000"
            )
        }
        guard values != ["*"] else {
            self = .any
            return
        }
        guard !values.contains(where: { $0.contains("*") }) else {
            throw SettingsError(
                .frontendURL,
                "must name each origin in full, such as https://app.example.com; "
                    + "* stands for every origin and not for a part of one, and nothing may stand beside it"
            )
        }
        guard values.allSatisfy(Self.isOrigin) else {
            throw SettingsError(
                .frontendURL,
                "must hold origins such as https://app.example.com, without a path, separated by commas"
            )
        }
        self = .only(Set(values.map(Self.normalized)))
    }

    /// The member of the list without the blanks around it and the slashes at its end.
    private static func trimmed(_ part: Substring) -> String {
        let origin = part.drop { $0 == " " }.reversed().drop { $0 == " " || $0 == "/" }.reversed()
        return String(origin)
    }

    /// The origin as browsers send it: in lower case, and without the port that its scheme stands for.
    private static func normalized(_ origin: String) -> String {
        let origin = origin.lowercased()
        let port = origin.hasPrefix("https:") ? ":443" : ":80"
        return origin.hasSuffix(port) ? String(origin.dropLast(port.count)) : origin
    }

    /// Whether the text is an origin (RFC 6454 section 6.2): scheme, host, port, and no more.
    private static func isOrigin(_ text: String) -> Bool {
        guard let scheme = ["https://", "http://"].first(where: text.hasPrefix) else { return false }
        let authority = text.dropFirst(scheme.count)
        let bracket = authority.hasPrefix("[") ? authority.firstIndex(of: "]") : nil
        let end = bracket.map(authority.index(after:)) ?? authority.firstIndex(of: ":") ?? authority.endIndex
        return isHost(authority[..<end]) && isPort(authority[end...])
    }

    /// Whether it has the characters of a name, or of an address: of an IPv6 one in brackets.
    private static func isHost(_ text: Substring) -> Bool {
        let isAddress = text.hasPrefix("[") && text.hasSuffix("]")
        let host = isAddress ? text.dropFirst().dropLast() : text
        return !host.isEmpty
            && host.allSatisfy {
                $0.isASCII && (isAddress ? $0.isHexDigit || ":.".contains($0) : isInName($0))
            }
    }

    private static func isInName(_ character: Character) -> Bool {
        character.isLetter || character.isWholeNumber || "-._".contains(character)
    }

    /// Whether it is nothing, or a colon and the number of a port as it is written, without zeros in front.
    private static func isPort(_ text: Substring) -> Bool {
        text.isEmpty || UInt16(text.dropFirst()).map { $0 > 0 && text == ":\($0)" } ?? false
    }
}
