import OrderedCollections
import TodoCore

/// The query parameter `completed` of a list.
enum CompletedFilter {
    /// Reads `true`, `false`, `1` or `0` in any case; of several, the last one counts.
    ///
    /// - Parameter query: the part of the URI after the question mark.
    /// - Returns: `nil` when the parameter is absent.
    /// - Throws: ``APIError`` for any other value.
    static func value(in query: String?) throws(APIError) -> Bool? {
        guard let query, let value = lastValue(in: query) else { return nil }
        switch value?.lowercased() {
        case "true", "1": return true
        case "false", "0": return false
        default: throw .validation(["completed": "Completed must be true or false"])
        }
    }

    /// The parameter's value, `.some(nil)` when it cannot be decoded.
    private static func lastValue(in query: String) -> String?? {
        for parameter in query.split(separator: "&").reversed() {
            let pair = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = pair.first, PercentEncoding.decodedQueryPart(name) == "completed" else { continue }
            return .some(pair.count == 2 ? PercentEncoding.decodedQueryPart(pair[1]) : nil)
        }
        return nil
    }
}
