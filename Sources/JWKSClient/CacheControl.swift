/// What `Cache-Control` says about the time that an answer may be used (RFC 9111 section 5.2.2).
enum CacheControl {
    /// The time, 0 where each use wants a new answer, `nil` where nothing is said that can be understood.
    static func maxAge(_ fields: [String]) -> Duration? {
        var age: Duration?
        for directive in fields.joined(separator: ",").split(separator: ",") {
            let parts = directive.lowercased().split(separator: "=", maxSplits: 1).map { part in
                part.filter { !" \t\"".contains($0) }
            }
            switch parts.first {
            case "no-store", "no-cache": return .zero
            // Directives that come twice count as the stricter one.
            case "max-age": age = parts.dropFirst().first.flatMap { seconds($0) }.map { min($0, age ?? $0) } ?? age
            default: break
            }
        }
        return age
    }

    /// RFC 9111 section 1.2.2: what is too large to be represented counts as 2³¹ seconds.
    private static func seconds(_ digits: String) -> Duration? {
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return .seconds(min(Int64(digits) ?? 2_147_483_648, 2_147_483_648))
    }
}
