import CLibpq

/// What libpq reads from a connection URL (`PQconninfoParse`).
enum PGConnectionInfo {
    /// - Returns: the values that the URL gives, by keyword; nothing when it is malformed, which connecting reports.
    static func parse(_ url: String) -> [String: String] { understood(url) ?? [:] }

    private static func understood(_ url: String) -> [String: String]? {
        guard let options = unsafe PQconninfoParse(url, nil) else { return nil }
        defer { unsafe PQconninfoFree(options) }
        return unsafe values(options)
    }

    /// Whether libpq understands the URL, and as it was meant.
    ///
    /// What follows a password with an `@` or a `/` in it counts as host and port. An error about those would show a part of the
    /// password, so such a URL is not even tried.
    static func isWellFormed(_ url: String) -> Bool {
        guard let values = understood(url), values["host"]?.contains("@") != true else { return false }
        return values["port"]?.utf8.allSatisfy { (48...57).contains($0) || $0 == 44 } ?? true
    }

    /// The values that are set in an array of options, which ends with one without a keyword.
    static func values(_ options: UnsafeMutablePointer<PQconninfoOption>) -> [String: String] {
        var values: [String: String] = [:]
        var option = unsafe options
        while let keyword = unsafe option.pointee.keyword {
            if let value = unsafe option.pointee.val {
                values[unsafe String(cString: keyword)] = unsafe String(cString: value)
            }
            unsafe option += 1
        }
        return values
    }
}
