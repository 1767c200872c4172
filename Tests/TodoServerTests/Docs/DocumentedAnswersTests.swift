import Foundation
import HTTPTypes
import Testing
import TodoCore
import TodoJSON

@testable import TodoServer

/// What the server really answers is compared with what the documents say of the operation.
@Suite struct DocumentedAnswersTests {
    private struct Case: Sendable, CustomTestStringConvertible {
        let id: String
        let target: String
        var user: String? = "alice"
        var type: String?
        var body: String?
        let status: Int

        var testDescription: String { "\(id) \(target) \(body?.prefix(40) ?? "") \(status)" }
    }

    private static let large = #"{"title":""# + String(repeating: "x", count: 2000) + #""}"#

    private static let cases = [
        Case(id: "listTasks", target: "/api/tasks", status: 200),
        Case(id: "listTasks", target: "/api/tasks", user: nil, status: 401),
        Case(id: "listTasks", target: "/api/tasks?completed=maybe", status: 422),
        Case(id: "createTask", target: "/api/tasks", body: #"{"title":"x"}"#, status: 201),
        Case(id: "createTask", target: "/api/tasks", body: "{", status: 400),
        Case(id: "createTask", target: "/api/tasks", body: "", status: 400),
        Case(id: "createTask", target: "/api/tasks", body: large, status: 413),
        Case(id: "createTask", target: "/api/tasks", type: "text/plain", body: "{}", status: 415),
        Case(id: "createTask", target: "/api/tasks", body: "{}", status: 422),
        Case(id: "createTask", target: "/api/tasks", body: "[]", status: 422),
        Case(id: "createTask", target: "/api/tasks", body: #"{"title":1,"description":2}"#, status: 422),
        Case(id: "getTask", target: "/api/tasks/1", status: 200),
        Case(id: "getTask", target: "/api/tasks/0", status: 404),
        Case(id: "getTask", target: "/api/tasks/x", status: 422),
        Case(id: "replaceTask", target: "/api/tasks/1", body: "{}", status: 422),
        Case(id: "replaceTask", target: "/api/tasks/1", body: #"{"title":"x","completed":true}"#, status: 200),
        Case(id: "replaceTask", target: "/api/tasks/9", body: #"{"title":"x","completed":true}"#, status: 404),
        Case(id: "completeTask", target: "/api/tasks/1/complete", status: 200),
        Case(id: "completeTask", target: "/api/tasks/1/complete", body: "{}", status: 200),
        Case(id: "completeTask", target: "/api/tasks/1/complete", body: #"{"completed":1}"#, status: 422),
        Case(id: "deleteTask", target: "/api/tasks/1", status: 204),
        Case(id: "deleteTask", target: "/api/tasks/9", status: 404),
        Case(id: "deleteTask", target: "/api/tasks/x", status: 422),
    ]

    @Test(arguments: cases)
    private func theAnswerIsDocumented(_ probe: Case) async throws {
        let description = APIDescription(maxBodyBytes: 1024)
        let operation = try #require(description.operations.first { $0.id == probe.id })
        let app = try TestApp(settings: ["MAX_BODY_BYTES": "1024"])
        #expect(try await app.send(.post, "/api/tasks", body: #"{"title":"First"}"#).status == 201)

        let headers: HTTPFields = probe.type.map { [.contentType: $0] } ?? [:]
        let answer = try await app.send(
            operation.method,
            probe.target,
            as: probe.user,
            headers: headers,
            body: probe.body
        )
        #expect(answer.status == probe.status)
        if operation.answers.contains(where: { $0.status.code == answer.status }) { return }

        let body = try #require(JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: [String: Any]])
        let entries = description.errors.entries(operation.errors).filter { $0.status.code == answer.status }
        #expect(entries.contains { $0.code == body["error"]?["code"] as? String })
        let messages = entries.flatMap { entry in entry.reasons.flatMap(\.messages) }
        #expect(messages.contains { $0 == body["error"]?["message"] as? String })
        if let details = body["error"]?["details"] as? [String: String] {
            #expect(operation.faults.contains { APIDescription.details($0) == details }, "\(details)")
        }
    }
}

extension APIDescription {
    /// The fields of a documented fault and what is said of each.
    fileprivate static func details(_ fault: APIOperation.Example) -> [String: String]? {
        guard case .object(let fields) = fault.value else { return nil }
        return fields.reduce(into: [:]) { details, field in
            if case .string(let sentence) = field.value { details[field.key] = sentence }
        }
    }
}
