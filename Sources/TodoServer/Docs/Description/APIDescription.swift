import OrderedCollections
import TodoJSON

/// All that the documents about the API are made from: what it offers, what goes in and out, what can go wrong.
struct APIDescription: Sendable {
    let operations = APIOperation.tasks + APIOperation.service
    let schemas: [APISchema]
    let errors: APIErrors
    /// The largest request body.
    let maxBodyBytes: Int

    init(maxBodyBytes: Int) {
        self.maxBodyBytes = maxBodyBytes
        errors = APIErrors(maxBodyBytes: maxBodyBytes)
        schemas = APISchema.tasks + [APISchema.error(codes: errors.codes)] + APISchema.service
    }

    /// The largest request body as a person says it.
    var bodyLimit: String {
        let units = [(1_048_576, "MiB"), (1024, "KiB")]
        guard let (size, name) = units.first(where: { maxBodyBytes.isMultiple(of: $0.0) }) else {
            return "\(maxBodyBytes) bytes"
        }
        return "\(maxBodyBytes / size) \(name)"
    }

    func operations(in group: APIOperation.Group) -> [APIOperation] {
        operations.filter { $0.group == group }
    }

    /// The body of an error as the server writes it.
    static func body(of error: APIError, details: JSONValue? = nil) -> JSONValue {
        var content: [(String, JSONValue)] = [("code", .string(error.code)), ("message", .string(error.message))]
        if let details { content.append(("details", details)) }
        return ["error": .object(.init(uniqueKeysWithValues: content))]
    }
}
