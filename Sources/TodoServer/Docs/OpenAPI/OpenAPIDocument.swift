import HTTPTypes
import OrderedCollections
import TodoJSON
import TodoSettings

/// The API in OpenAPI 3.1, made from the same tables as the page for people.
enum OpenAPIDocument {
    static func make(_ description: APIDescription) -> JSONValue {
        [
            "openapi": "3.1.1",
            "info": [
                "title": "Todo API",
                "version": .string(Version.current),
                "summary": "Tasks of many users, each of whom sees their own.",
                "description": .string(overview),
            ],
            "servers": [["url": "/", "description": "Where this document was found"]],
            "tags": [
                ["name": .string(APIOperation.Group.tasks.rawValue), "description": "The tasks of the token’s user."],
                [
                    "name": .string(APIOperation.Group.service.rawValue),
                    "description": "The service itself. No token is needed.",
                ],
            ],
            "paths": .object(paths(description)),
            "components": components(description),
        ]
    }

    private static let overview = """
        JSON in UTF-8 with names in snake_case. `HEAD` works wherever `GET` does. A trailing slash on any path is the same \
        path. Unknown query parameters and unknown body fields are ignored.

        A path that is not listed answers as `ResourceNotFound` says, a method that its path lacks as \
        `MethodNotAllowed` does, `OPTIONS` as `Options` or, to a browser’s preflight, `Preflight`. Requests are checked in this order: path and method, token, size and media type of the \
        body, its syntax, its fields, existence of the task.
        """

    private static func paths(_ description: APIDescription) -> OrderedDictionary<String, JSONValue> {
        var items: OrderedDictionary<String, OrderedDictionary<String, JSONValue>> = [:]
        for operation in description.operations {
            items[operation.path, default: [:]][operation.method.rawValue.lowercased()] =
                .object(self.operation(operation, description))
        }
        return items.mapValues(JSONValue.object)
    }

    private static func components(_ description: APIDescription) -> JSONValue {
        let schemas = description.schemas.map { ($0.name.rawValue, schema($0)) }
        let responses = description.errors.entries.map { ($0.name, JSONValue.object(response([$0]))) } + options
        let parameters = APIOperation.Parameter.ofEveryRequest.map { ($0.field.name, parameter($0)) }
        return [
            "schemas": .object(OrderedDictionary(uniqueKeysWithValues: schemas)),
            "responses": .object(OrderedDictionary(uniqueKeysWithValues: responses)),
            "parameters": .object(OrderedDictionary(uniqueKeysWithValues: parameters)),
            "headers": headers,
            "securitySchemes": [
                securityScheme: [
                    "type": "http",
                    "scheme": "bearer",
                    "bearerFormat": "JWT",
                    "description": """
                    A JWT signed with HS256 and the secret that the service shares with your frontend, or with a key that \
                    the service's issuer publishes, as Better Auth's JWT plugin does. `exp` is required. \
                    The user is named by `user_id`, else by `sub`, unless the service is set up for another claim.
                    """,
                ]
            ],
        ]
    }

    /// The responses to a method that every path has, and that no client calls by name.
    private static let options: [(String, JSONValue)] = [
        ("Options", ["description": "The methods that the path has.", "headers": headers([.allow])]),
        (
            "Preflight",
            [
                "description": """
                What a browser asks before a script of another origin sends a request. It needs no token.
                """,
                "headers": headers([
                    .accessControlAllowMethods, .accessControlAllowHeaders, .accessControlMaxAge,
                ]),
            ]
        ),
    ]

    static let securityScheme = "bearer"
}
