import OrderedCollections
import TodoJSON

extension OpenAPIDocument {
    /// Every header there is, for responses to refer to.
    static let headers = JSONValue.object(
        Object(uniqueKeysWithValues: APIHeader.allCases.map { ($0.rawValue, header($0)) })
    )

    /// What a response's head tells: what every one's does, and its own.
    static func headers(_ own: [APIHeader]) -> JSONValue {
        let references = (own + APIHeader.ofEveryResponse).map { header -> (String, JSONValue) in
            (header.rawValue, ["$ref": .string("#/components/headers/\(header.rawValue)")])
        }
        return .object(Object(uniqueKeysWithValues: references))
    }

    private static func header(_ header: APIHeader) -> JSONValue {
        [
            "description": .string(header.summary),
            "required": .bool(header.isAlwaysThere),
            "schema": .object(schema(header.type)),
            "example": header.example,
        ]
    }
}
