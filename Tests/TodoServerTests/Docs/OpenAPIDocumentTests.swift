import Foundation
import HTTPTypes
import Testing
import TodoCore
import TodoSettings

@testable import TodoServer

@Suite struct OpenAPIDocumentTests {
    private let document: [String: Any]

    init() throws {
        let text = OpenAPIDocument.make(APIDescription(maxBodyBytes: 1_048_576)).compactText
        document = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    private func value<Value>(_ path: String..., as type: Value.Type = Value.self) throws -> Value {
        let found = path.reduce(document as Any?) { node, key in (node as? [String: Any])?[key] }
        return try #require(found as? Value, "\(path.joined(separator: " > "))")
    }

    @Test func itIsOpenAPI31() throws {
        #expect(try value("openapi", as: String.self).hasPrefix("3.1."))
        #expect(try value("info", "version") == Version.current)
    }

    @Test func tasksAloneWantAToken() throws {
        for (path, item) in try value("paths", as: [String: [String: Any]].self) {
            for (method, operation) in item {
                let isProtected = (operation as? [String: Any])?["security"] != nil
                #expect(isProtected == path.hasPrefix("/api/"), "\(method) \(path)")
            }
        }
        #expect(try value("components", "securitySchemes", "bearer", "scheme") == "bearer")
    }

    @Test(arguments: ["Task", "TaskCreate", "TaskUpdate"])
    func theLengthOfATitleIsTheCores(schema: String) throws {
        #expect(
            try value("components", "schemas", schema, "properties", "title", "maxLength") == TaskTitle.maximumLength
        )
        #expect(try value("components", "schemas", schema, "properties", "title", "minLength") == 1)
    }

    @Test func everyFieldOfATaskIsRequired() throws {
        let fields: [String: Any] = try value("components", "schemas", "Task", "properties")
        let required: [String] = try value("components", "schemas", "Task", "required")
        #expect(Set(fields.keys) == Set(required))
        #expect(
            required == ["id", "user_id", "title", "description", "completed", "created_at", "updated_at"]
        )
    }

    @Test func theBodyOfCompleteMayBeLeftOut() throws {
        #expect(try value("paths", "/api/tasks/{id}/complete", "patch", "requestBody", "required") == false)
        #expect(try value("paths", "/api/tasks", "post", "requestBody", "required") == true)
    }

    @Test func everyReferenceLeadsSomewhere() throws {
        let text = OpenAPIDocument.make(APIDescription(maxBodyBytes: 1)).compactText
        let references = text.matches(of: /"\$ref":"#\/([^"]+)"/).map { $0.output.1.split(separator: "/") }
        #expect(references.count > 20)
        for reference in references {
            let target = reference.reduce(document as Any?) { node, key in (node as? [String: Any])?[String(key)] }
            #expect(target != nil, "\(reference.joined(separator: "/"))")
        }
    }
}
