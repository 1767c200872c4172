extension PostgresError {
    /// No connection came about, and libpq says why, the server's errors with their SQLSTATE (see ``PGConnection/showSQLStates(_:)``).
    ///
    /// libpq has lines for each address that it tried; the last refusal of a server counts.
    static func connectionRefused(_ text: String, lacksPassword: Bool) -> PostgresError {
        var state: SQLState?
        let lines = text.split(whereSeparator: \.isNewline).compactMap { line -> String? in
            // Where in PostgreSQL's sources, and what libpq guesses.
            guard !line.hasPrefix("LOCATION:"), !line.hasPrefix("\tIs the server running") else { return nil }
            guard let match = line.firstMatch(of: #/:  ([0-9A-Z]{5}): /#) else { return String(line) }
            state = SQLState(rawValue: String(match.1))
            return line.replacingCharacters(in: match.range, with: ": ")
        }
        return PostgresError(
            .connectionFailed,
            lines.joined(separator: "; "),
            refusal: state,
            isSafeToRetry: true,
            lacksPassword: lacksPassword
        )
    }
}

extension Substring {
    fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
        self[..<range.lowerBound] + text + self[range.upperBound...]
    }
}
