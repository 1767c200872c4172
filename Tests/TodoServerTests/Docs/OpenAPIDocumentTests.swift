import CustomDump
import Foundation
import HTTPTypes
import Testing
import TodoCore
import TodoJSON
import TodoSettings

@testable import TodoServer

@Suite struct OpenAPIDocumentTests {
    private let document: [String: Any]

    init() throws {
        let text = OpenAPIDocument.make(APIDescription(maxBodyBytes: 1234)).compactText
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

    @Test func itHasEveryOperationThatTheServerHas() throws {
        let items = try value("paths", as: [String: [String: Any]].self)
        let documented = items.flatMap { path, item in item.keys.map { "\($0.uppercased()) \(path)" } }
        expectNoDifference(documented.sorted(), try TestApp.routes().sorted())
    }

    @Test func theLengthOfATitleIsTheCores() throws {
        #expect(
            try value("components", "schemas", "Task", "properties", "title", "maxLength") == TaskTitle.maximumLength
        )
        #expect(try value("components", "schemas", "Task", "properties", "title", "minLength") == 1)
        for schema in ["TaskCreate", "TaskUpdate", "TaskPatch"] {
            #expect(
                try value("components", "schemas", schema, "properties", "title", "pattern")
                    == Pattern.trimmed(1...TaskTitle.maximumLength)
            )
        }
    }

    @Test func anIDIsWhatATaskMayHave() throws {
        let parameters: [[String: Any]] = try value("paths", "/api/tasks/{id}", "get", "parameters")
        let schema = try #require(parameters.first { $0["name"] as? String == "id" }?["schema"] as? [String: Any])
        let least = try #require(schema["minimum"] as? Int64)
        let greatest = try #require(schema["maximum"] as? Int64)
        #expect(TodoTask.ID(least) != nil && TodoTask.ID(least - 1) == nil)
        #expect(TodoTask.ID(greatest) != nil && greatest == .max)
    }

    @Test func theExampleOfACursorIsOne() throws {
        let parameters: [[String: Any]] = try value("paths", "/api/tasks", "get", "parameters")
        let cursor = try #require(parameters.first { $0["name"] as? String == "cursor" }?["example"] as? String)
        #expect(PageCursor.position(cursor) != nil)
    }

    /// What scripts of other origins may send and read is what the document has, but for what only browsers and caches heed.
    @Test func corsKnowsEveryHeader() throws {
        let items = try value("paths", as: [String: [String: [String: Any]]].self)
        let parameters = items.values.flatMap(\.values).flatMap { $0["parameters"] as? [[String: Any]] ?? [] }
            .filter { $0["in"] as? String == "header" }.compactMap { $0["name"] as? String }
        let shared = try value("components", "parameters", as: [String: Any].self).keys
        expectNoDifference(
            Set(CORS.requestHeaders.components(separatedBy: ", ")),
            Set(parameters).union(shared).union(["Authorization", "Content-Type"])
        )
        let headers = Set(try value("components", "headers", as: [String: Any].self).keys)
        let others: Set = [
            "Accept", "Accept-Encoding", "Cache-Control", "Content-Security-Policy", "Referrer-Policy", "Vary",
            "X-Content-Type-Options",
        ]
        expectNoDifference(
            Set(CORS.exposedHeaders.components(separatedBy: ", ")),
            headers.filter { !$0.hasPrefix("Access-Control-") }.subtracting(others)
        )
    }

    @Test func everyErrorOfTheCatalogueIsAResponse() throws {
        let description = APIDescription(maxBodyBytes: 1234)
        #expect(description.errors.entries.count > 10)
        for entry in description.errors.entries {
            let content: [String: Any] = try value("components", "responses", entry.name, "content")
            let media = try #require(content["application/json"] as? [String: Any])
            let examples = try #require(media["examples"] as? [String: [String: Any]])
            let bodies = examples.values.compactMap { $0["value"] as? [String: [String: String]] }
            let messages = bodies.compactMap { $0["error"]?["message"] }
            expectNoDifference(Set(messages), Set(entry.reasons.flatMap(\.messages)))
        }
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
