import HTTPTypes
import OrderedCollections
import TodoJSON

extension OpenAPIDocument {
    /// The response for what the error catalogue has under one status.
    ///
    /// - Parameters:
    ///   - entries: all with the same status.
    ///   - faults: the examples of what `details` says of an operation's input; where there are none, each message is one.
    /// - Returns: the response object.
    static func response(_ entries: [APIErrorEntry], faults: [APIOperation.Example] = []) -> Object {
        [
            "description": .string(entries.map(description).joined(separator: "\n\n")),
            "headers": headers(entries.flatMap(\.headers)),
            "content": [
                "application/json": [
                    "schema": errorSchema(codes: entries.map(\.code)),
                    "examples": examples(entries.flatMap { examples(of: $0, faults) }),
                ]
            ],
        ]
    }

    static func description(_ entry: APIErrorEntry) -> String {
        "`\(entry.code)`: \(entry.reasons.map(\.cause).joined(separator: " "))"
    }

    /// The one error body, with no other code than these.
    static func errorSchema(codes: [String]) -> JSONValue {
        let code: JSONValue = ["enum": .array(codes.map(JSONValue.string))]
        return [
            "allOf": [reference(to: .error), ["properties": ["error": ["properties": ["code": code]]]]]
        ]
    }

    private static func examples(
        of entry: APIErrorEntry,
        _ faults: [APIOperation.Example]
    ) -> [APIOperation.Example] {
        if entry.name == APIErrors.Name.validation.rawValue, !faults.isEmpty {
            let error = APIError.validation([:])
            return faults.map {
                APIOperation.Example(
                    name: $0.name,
                    summary: $0.summary,
                    value: APIDescription.body(of: error, details: $0.value)
                )
            }
        }
        return entry.reasons.flatMap { reason in
            reason.errors.map {
                APIOperation.Example(name: slug($0.message), summary: reason.cause, value: APIDescription.body(of: $0))
            }
        }
    }

    static func examples(_ examples: [APIOperation.Example]) -> JSONValue {
        let entries = examples.map { example -> (String, JSONValue) in
            (example.name, ["summary": .string(example.summary), "value": example.value])
        }
        return .object(Object(uniqueKeysWithValues: entries))
    }

    /// A sentence as a name: its letters and digits in lower case, joined by hyphens.
    private static func slug(_ sentence: String) -> String {
        sentence.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
    }
}
