import HTTPTypes

/// A status and code that the API answers with, and every reason it has for it.
struct APIErrorEntry: Sendable {
    /// Why it is answered, and what a client does about it.
    struct Reason: Sendable {
        /// The very errors that the server answers with, so that what is said of them is true.
        let errors: [APIError]
        /// Sentences in which backticks set off code.
        let cause: String
        let remedy: String

        var messages: [String] { errors.map(\.message) }
    }

    /// What the OpenAPI document calls it.
    let name: String
    let status: HTTPResponse.Status
    let code: String
    /// The headers that come with it.
    let headers: [APIHeader]
    let reasons: [Reason]

    /// What a link to its explanation ends with.
    var anchor: String { "error-\(name)" }

    /// Status, code and headers are those of the first error in `reasons`; `nil` where there is none.
    init?(_ name: String, _ reasons: [Reason]) {
        guard let first = reasons.lazy.flatMap(\.errors).first else { return nil }
        self.name = name
        status = first.status
        code = first.code
        headers = APIHeader.allCases.filter { header in
            first.headers.contains { $0.name.canonicalName == header.rawValue.lowercased() }
        }
        self.reasons = reasons
    }
}
