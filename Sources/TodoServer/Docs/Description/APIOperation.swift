import HTTPTypes
import NIOCore
import TodoJSON

/// A method on a path, described once for machines and people.
struct APIOperation: Sendable {
    enum Group: String, Sendable, CaseIterable {
        case tasks = "Tasks"
        case service = "Service"
    }

    /// A parameter of the path or the query, or a header.
    struct Parameter: Sendable {
        enum Place: String, Sendable, CaseIterable {
            case path
            case query
            case header
        }

        let field: APIField
        let place: Place
        /// What the commands of the page give it; left out of them where there is none.
        var example: JSONValue?
        /// What the document gives for an example where the commands are plainer without one.
        var documentExample: JSONValue?
    }

    struct RequestBody: Sendable {
        let schema: APISchema.Name
        let isRequired: Bool
        let examples: [Example]
        /// What `Content-Type` may say.
        var mediaTypes = ["application/json"]
    }

    struct Answer: Sendable {
        enum Content: Sendable {
            case none
            case json(APISchema.Name, example: JSONValue)
            /// A body of some other form.
            case other(mediaType: String, summary: String)
        }

        let status: HTTPResponse.Status
        /// Sentences in which backticks set off code.
        let summary: String
        let content: Content
        /// What its head tells beyond what every response's does.
        var headers: [APIHeader] = []
    }

    /// A body under a name.
    struct Example: Sendable {
        let name: String
        let summary: String
        let value: JSONValue
    }

    /// What generated clients call it.
    let id: String
    let method: HTTPRequest.Method
    /// With `{id}` where the task's id goes.
    let path: String
    let group: Group
    let title: String
    /// Sentences in which backticks set off code.
    let summary: String
    var parameters: [Parameter] = []
    var body: RequestBody?
    let answers: [Answer]
    var errors: [APIErrors.Name] = []
    /// What `details` may say of this operation's input.
    var faults: [Example] = []

    /// Whether it wants a token.
    var isProtected: Bool { group == .tasks }
}
