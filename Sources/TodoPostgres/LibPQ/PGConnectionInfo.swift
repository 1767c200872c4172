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

    /// What keeps libpq from understanding the URL, or as it was meant; `nil` when nothing does.
    ///
    /// What follows a password with an `@` or a `/` in it counts as host and port. An error about those would show a part of the
    /// password, so such a URL is not even tried, and nothing of it is quoted.
    static func fault(in url: String) -> String? {
        guard let values = understood(url), values["host"]?.contains("@") != true,
            values["port"]?.utf8.allSatisfy({ (48...57).contains($0) || $0 == 44 }) ?? true
        else {
            return "the URL cannot be read; a user or password with characters such as @ : / must be percent-encoded"
        }
        let ports = values["port"]?.split(separator: ",") ?? []
        guard ports.allSatisfy({ Int($0).map((1...65_535).contains) ?? false }) else {
            return "the URL's port must be from 1 to 65535"
        }
        for (keyword, choices) in choices {
            guard let value = values[keyword], !choices.contains(value) else { continue }
            return "the URL's \(keyword) must be one of \(choices.joined(separator: ", "))"
        }
        return nil
    }

    /// Parameters that have few values, of which libpq would find others only when it connects.
    private static let choices: [(keyword: String, values: [String])] = [
        ("sslmode", ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"]),
        ("target_session_attrs", ["any", "read-write", "read-only", "primary", "standby", "prefer-standby"]),
        ("channel_binding", ["disable", "prefer", "require"]),
        ("gssencmode", ["disable", "prefer", "require"]),
    ]

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
