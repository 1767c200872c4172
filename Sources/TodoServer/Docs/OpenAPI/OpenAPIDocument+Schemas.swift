import OrderedCollections
import TodoJSON

extension OpenAPIDocument {
    static func reference(to name: APISchema.Name) -> JSONValue {
        ["$ref": "#/components/schemas/\(name.rawValue)"]
    }

    static func schema(_ schema: APISchema) -> JSONValue {
        var object = self.schema(.object(schema.fields))
        object["description"] = .string(schema.summary)
        return .object(object)
    }

    static func schema(_ type: APIType) -> Object {
        switch type {
        case .boolean: ["type": "boolean"]
        case .identifier:
            ["type": "integer", "format": "int64", "minimum": 1, "maximum": .integer(.max)]
        case .count: ["type": "integer", "minimum": 1]
        case .number: ["type": "integer", "minimum": 0]
        case .flag: ["anyOf": [["type": "boolean"], ["type": "string", "pattern": .string(Pattern.flag)]]]
        case .string(let length?):
            [
                "type": "string",
                "minLength": .integer(length.lowerBound),
                "maxLength": .integer(length.upperBound),
            ]
        case .string: ["type": "string"]
        case .trimmed(let length):
            [
                "type": "string",
                "minLength": .integer(length.lowerBound),
                "pattern": .string(Pattern.trimmed(length)),
            ]
        case .matching(let pattern): ["type": "string", "pattern": .string(pattern)]
        case .entityTags:
            ["type": "string", "format": "entity-tags", "pattern": .string(Pattern.entityTags)]
        case .cursor: ["type": "string", "format": "cursor"]
        case .stringOrNull: ["type": ["string", "null"], "pattern": .string(Pattern.storable)]
        case .choice(let values): ["type": "string", "enum": .array(values.map(JSONValue.string))]
        case .timestamp:
            [
                "type": "string",
                "format": "date-time",
                "pattern": #"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$"#,
            ]
        case .array(let name): ["type": "array", "items": reference(to: name)]
        case .object(let fields): object(fields)
        case .strings: ["type": "object", "additionalProperties": ["type": "string"]]
        }
    }

    private static func object(_ fields: [APIField]) -> Object {
        let properties = fields.map { field -> (String, JSONValue) in
            var property = schema(field.type)
            property["description"] = .string(field.summary)
            return (field.name, .object(property))
        }
        let required = fields.filter(\.isRequired).map { JSONValue.string($0.name) }
        var object: Object = ["type": "object"]
        if !required.isEmpty { object["required"] = .array(required) }
        object["properties"] = .object(OrderedDictionary(uniqueKeysWithValues: properties))
        return object
    }
}
