import PercentEncoding

/// The parameters of a query.
struct QueryParameters {
    private struct Parameter {
        /// As it came.
        let text: Substring
        let name: String?
        /// `nil` when there is none, or it cannot be decoded.
        let value: String?
    }

    private let parameters: [Parameter]

    /// - Parameter query: the part of the URI after the question mark.
    init(_ query: String?) {
        parameters = (query ?? "").split(separator: "&").map { text in
            let pair = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return Parameter(
                text: text,
                name: pair.first.flatMap(PercentEncoding.decodedQueryPart),
                value: pair.count == 2 ? PercentEncoding.decodedQueryPart(pair[1]) : nil
            )
        }
    }

    /// The parameter's value, of several the last one's: `nil` when there is none, `.some(nil)` when it cannot be decoded.
    subscript(_ name: String) -> String?? {
        parameters.last { $0.name == name }.map(\.value)
    }

    /// The query again, without one parameter, in characters that may stand in a URI.
    func text(without name: String) -> String {
        parameters.filter { $0.name != name }.map { PercentEncoding.encodedQueryPart($0.text) }.joined(separator: "&")
    }
}
