import OrderedCollections

extension OpenAPIDocument {
    static let requestIDHeader = "X-Request-Id"

    /// The response for an entry of the error catalogue.
    ///
    /// Its examples are `faults`, what `details` may say; where there are none, each message is one.
    static func response(_ entry: APIErrorEntry, faults: [APIOperation.Example] = []) -> JSONValue {
        let causes = entry.reasons.map(\.cause).joined(separator: " ")
        let headers = ([requestIDHeader] + entry.headers.map(\.rawValue)).map { ($0, headerReference($0)) }
        return [
            "description": "`\(entry.code)`: \(causes)",
            "headers": .object(OrderedDictionary(uniqueKeysWithValues: headers)),
            "content": [
                "application/json": [
                    "schema": reference(to: .error),
                    "examples": faults.isEmpty ? examples(of: entry) : examples(of: entry, faults),
                ]
            ],
        ]
    }

    private static func examples(of entry: APIErrorEntry) -> JSONValue {
        examples(
            entry.reasons.flatMap { reason in
                reason.errors.map { error in
                    (slug(error.message), reason.cause, APIDescription.body(of: error))
                }
            }
        )
    }

    private static func examples(of entry: APIErrorEntry, _ faults: [APIOperation.Example]) -> JSONValue {
        guard let error = entry.reasons.first?.errors.first else { return [:] }
        return examples(
            faults.map { ($0.name, $0.summary, APIDescription.body(of: error, details: $0.value)) }
        )
    }

    static func examples(_ examples: [(name: String, summary: String, value: JSONValue)]) -> JSONValue {
        let entries = examples.map { example -> (String, JSONValue) in
            (example.name, ["summary": .string(example.summary), "value": example.value])
        }
        return .object(OrderedDictionary(uniqueKeysWithValues: entries))
    }

    /// A sentence as a name: its letters and digits in lower case, joined by hyphens.
    private static func slug(_ sentence: String) -> String {
        sentence.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
    }

    static func headerReference(_ name: String) -> JSONValue {
        ["$ref": "#/components/headers/\(name)"]
    }

    static let headers: JSONValue = [
        "X-Request-Id": [
            "description": """
            What this response is called in the service's log: the request's own `X-Request-Id` where that is 1 to 128 of \
            `A-Z a-z 0-9 . _ -`, else one that the service made.
            """,
            "schema": ["type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[A-Za-z0-9._-]+$"],
            "example": "b7f3c2d1-2a",
        ],
        "Allow": [
            "description": "The methods that the path has, separated by commas.",
            "schema": ["type": "string"],
            "example": "GET, HEAD, OPTIONS, POST",
        ],
        "ETag": [
            "description": "The version of the task, for `If-Match` and `If-None-Match`.",
            "schema": ["type": "string"],
            "example": #""42-2""#,
        ],
        "Idempotency-Replayed": [
            "description": "`true` where the request was made before under its `Idempotency-Key`: this is that answer.",
            "schema": ["type": "string"],
            "example": "true",
        ],
        "Link": [
            "description": "The next page (RFC 8288); absent on the last one, and where no page was asked for.",
            "schema": ["type": "string"],
            "example": #"</api/tasks?limit=50&cursor=100064b03f4f4e9000000000000000002a>; rel="next""#,
        ],
        "Preference-Applied": [
            "description": "What of `Prefer` was heeded.",
            "schema": ["type": "string"],
            "example": "count=exact",
        ],
        "Retry-After": [
            "description": "After how many seconds to try again.",
            "schema": ["type": "integer", "minimum": 0],
            "example": 1,
        ],
        "X-Total-Count": [
            "description": "How many tasks there are on all pages together, where `Prefer: count=exact` asked for it.",
            "schema": ["type": "integer", "minimum": 0],
            "example": 120,
        ],
        "WWW-Authenticate": [
            "description": "The challenge of RFC 6750.",
            "schema": ["type": "string"],
            "example":
                #"Bearer realm="todo", error="invalid_token", error_description="Token has expired""#,
        ],
    ]
}
