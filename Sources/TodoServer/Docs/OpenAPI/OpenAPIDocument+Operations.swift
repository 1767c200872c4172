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
        var object: Object = [
            "name": .string(parameter.field.name),
            "in": .string(parameter.place.rawValue),
            "description": .string(parameter.field.summary),
            "required": .bool(parameter.field.isRequired),
            "schema": .object(schema(parameter.field.type)),
        ]
        if let example = parameter.example { object["example"] = example }
        return .object(object)
    }

    private static func requestBody(_ body: APIOperation.RequestBody) -> JSONValue {
        let content: JSONValue = [
            "schema": reference(to: body.schema),
            "examples": examples(body.examples.map { ($0.name, $0.summary, $0.value) }),
        ]
        return [
            "required": .bool(body.isRequired),
            "content": .object(Object(uniqueKeysWithValues: body.mediaTypes.map { ($0, content) })),
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
        for header in answer.headers { headers[header.rawValue] = headerReference(header.rawValue) }
        headers[requestIDHeader] = headerReference(requestIDHeader)
        if answer.status == .serviceUnavailable {
            let retryAfter = APIHeader.retryAfter.rawValue
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

    /// A status that an answer of the operation, or another error, has as well, so that either body may come.
    private static func merge(_ answer: Object, _ entry: APIErrorEntry) -> JSONValue {
        var merged = answer
        if case .object(var content) = answer["content"], case .object(var media) = content["application/json"],
            let schema = media["schema"]
        {
            if schema == reference(to: .error) {
                merged["description"] = merge(answer["description"], response(entry))
            } else {
                media["schema"] = ["anyOf": [schema, reference(to: .error)]]
            }
            content["application/json"] = .object(media)
            merged["content"] = .object(content)
        }
        return .object(merged)
    }

    /// What is said of an answer, and what of another one with the same status.
    private static func merge(_ description: JSONValue?, _ other: JSONValue) -> JSONValue {
        guard case .string(let first) = description, case .object(let fields) = other,
            case .string(let second) = fields["description"]
        else { return description ?? .null }
        return .string("\(first) \(second)")
    }
}
