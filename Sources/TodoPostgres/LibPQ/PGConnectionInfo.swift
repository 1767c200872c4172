import CLibpq

/// What libpq reads from a connection URL (`PQconninfoParse`).
enum PGConnectionInfo {
    /// - Returns: the values that the URL gives, by keyword; nothing when it is malformed, which connecting reports.
    static func parse(_ url: String) -> [String: String] {
        guard let options = unsafe PQconninfoParse(url, nil) else { return [:] }
        defer { unsafe PQconninfoFree(options) }
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
