import HTTPTypes
import OrderedCollections
import TodoJSON

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
        let shared = APIOperation.Parameter.ofEveryRequest.map { parameter -> JSONValue in
            ["$ref": .string("#/components/parameters/\(parameter.field.name)")]
        }
        object["parameters"] = .array(operation.parameters.map(parameter) + shared)
        if let body = operation.body { object["requestBody"] = requestBody(body) }
        object["responses"] = .object(responses(of: operation, description))
        return object
    }

    static func parameter(_ parameter: APIOperation.Parameter) -> JSONValue {
        var object: Object = [
            "name": .string(parameter.field.name),
            "in": .string(parameter.place.rawValue),
            "description": .string(parameter.field.summary),
            "required": .bool(parameter.field.isRequired),
            "schema": .object(schema(parameter.field.type)),
        ]
        if let example = parameter.example ?? parameter.documentExample { object["example"] = example }
        return .object(object)
    }

    private static func requestBody(_ body: APIOperation.RequestBody) -> JSONValue {
        let content: JSONValue = ["schema": reference(to: body.schema), "examples": examples(body.examples)]
        return [
            "required": .bool(body.isRequired),
            "content": .object(Object(uniqueKeysWithValues: body.mediaTypes.map { ($0, content) })),
        ]
    }

    private static func responses(of operation: APIOperation, _ description: APIDescription) -> Object {
        var responses: Object = [:]
        for answer in operation.answers {
            responses[String(answer.status.code)] = .object(response(answer, description))
        }
        let entries = description.errors.entries(operation.errors)
        for (status, entries) in OrderedDictionary(grouping: entries, by: { String($0.status.code) }) {
            if case .object(let answer) = responses[status] {
                responses[status] = .object(merge(answer, entries))
            } else if let name = nameOfAll(entries) {
                responses[status] = ["$ref": .string("#/components/responses/\(name)")]
            } else {
                responses[status] = .object(response(entries, faults: operation.faults))
            }
        }
        responses.sort { $0.key < $1.key }
        return responses
    }

    /// The response among the components that says the same; there is none where an operation has examples of its own.
    private static func nameOfAll(_ entries: [APIErrorEntry]) -> String? {
        guard entries.count == 1, let name = entries.first?.name else { return nil }
        return name == APIErrors.Name.validation.rawValue ? nil : name
    }

    private static func response(_ answer: APIOperation.Answer, _ description: APIDescription) -> Object {
        var response: Object = ["description": .string(answer.summary), "headers": headers(answer.headers)]
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
        if answer.status == .created { response["links"] = links(to: description) }
        return response
    }

    /// What can be done with a task that was created.
    private static func links(to description: APIDescription) -> JSONValue {
        let links = description.operations.filter { $0.path.contains("{id}") }.map { operation -> (String, JSONValue) in
            let link: JSONValue = [
                "operationId": .string(operation.id),
                "parameters": ["id": "$response.body#/id"],
                "description": .string(operation.title),
            ]
            return (operation.id, link)
        }
        return .object(Object(uniqueKeysWithValues: links))
    }

    /// An answer whose status errors have too, so that either body may come.
    private static func merge(_ answer: Object, _ entries: [APIErrorEntry]) -> Object {
        var merged = answer
        if case .string(let summary) = answer["description"] {
            merged["description"] = .string(([summary] + entries.map(description)).joined(separator: "\n\n"))
        }
        if case .object(var content) = answer["content"], case .object(var media) = content["application/json"],
            let schema = media["schema"]
        {
            media["schema"] = ["anyOf": [schema, errorSchema(codes: entries.map(\.code))]]
            content["application/json"] = .object(media)
            merged["content"] = .object(content)
        }
        return merged
    }
}
