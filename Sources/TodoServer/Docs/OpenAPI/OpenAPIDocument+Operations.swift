import HTTPTypes
import OrderedCollections

extension OpenAPIDocument {
    typealias Object = OrderedDictionary<String, JSONValue>

    static func operation(_ operation: APIOperation, _ description: APIDescription) -> Object {
        var object: Object = [
            "operationId": .string(operation.id),
            "tags": [.string(operation.group.rawValue)],
            "summary": .string(operation.title),
            "description": .string(operation.summary),
        ]
        if operation.isProtected { object["security"] = [[securityScheme: []]] }
        if !operation.parameters.isEmpty { object["parameters"] = .array(operation.parameters.map(parameter)) }
        if let body = operation.body { object["requestBody"] = requestBody(body) }
        object["responses"] = .object(responses(of: operation, description.errors))
        return object
    }

    private static func parameter(_ parameter: APIOperation.Parameter) -> JSONValue {
        [
            "name": .string(parameter.field.name),
            "in": .string(parameter.place.rawValue),
            "description": .string(parameter.field.summary),
            "required": .bool(parameter.field.isRequired),
            "schema": .object(schema(parameter.field.type)),
            "example": parameter.example,
        ]
    }

    private static func requestBody(_ body: APIOperation.RequestBody) -> JSONValue {
        [
            "required": .bool(body.isRequired),
            "content": [
                "application/json": [
                    "schema": reference(to: body.schema),
                    "examples": examples(body.examples.map { ($0.name, $0.summary, $0.value) }),
                ]
            ],
        ]
    }

    private static func responses(of operation: APIOperation, _ errors: APIErrors) -> Object {
        var responses: Object = [:]
        for answer in operation.answers {
            responses[String(answer.status.code)] = response(answer)
        }
        for entry in errors.entries(operation.errors) {
            let status = String(entry.status.code)
            if case .object(let answer) = responses[status] {
                responses[status] = merge(answer, entry)
            } else if entry.name == APIErrors.Name.validation.rawValue {
                responses[status] = response(entry, faults: operation.faults)
            } else {
                responses[status] = ["$ref": "#/components/responses/\(entry.name)"]
            }
        }
        responses.sort { $0.key < $1.key }
        return responses
    }

    private static func response(_ answer: APIOperation.Answer) -> JSONValue {
        var headers: Object = [:]
        if let location = answer.location {
            headers["Location"] = [
                "description": "The path of what was created.",
                "schema": ["type": "string"],
                "example": .string(location),
            ]
        }
        headers[requestIDHeader] = headerReference(requestIDHeader)
        if answer.status == .serviceUnavailable {
            let retryAfter = APIErrorEntry.Header.retryAfter.rawValue
            headers[retryAfter] = headerReference(retryAfter)
        }
        var response: Object = ["description": .string(answer.summary), "headers": .object(headers)]
        switch answer.content {
        case .none: break
        case .json(let name, let example):
            response["content"] = ["application/json": ["schema": reference(to: name), "example": example]]
        case .other("application/json", let summary):
            response["content"] = [
                "application/json": ["schema": ["type": "object", "description": .string(summary)]]
            ]
        case .other(let mediaType, let summary):
            response["content"] = [mediaType: ["schema": ["type": "string", "description": .string(summary)]]]
        }
        return .object(response)
    }

    /// A status that is an answer of the operation and an error as well, so that either body may come.
    private static func merge(_ answer: Object, _ entry: APIErrorEntry) -> JSONValue {
        var merged = answer
        if case .object(var content) = answer["content"], case .object(var media) = content["application/json"],
            let schema = media["schema"]
        {
            media["schema"] = ["anyOf": [schema, reference(to: .error)]]
            content["application/json"] = .object(media)
            merged["content"] = .object(content)
        }
        return .object(merged)
    }
}
