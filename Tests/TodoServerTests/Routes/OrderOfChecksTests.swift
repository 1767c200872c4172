import HTTPTypes
import Testing

@testable import TodoServer

/// Each request breaks every rule from some step on, so that the first one must speak.
@Suite struct OrderOfChecksTests {
    private static let large = String(repeating: "x", count: 2000)
    private let app: TestApp

    init() throws {
        app = try TestApp(settings: ["MAX_BODY_BYTES": "1024"])
    }

    @Test(
        arguments: [
            (HTTPRequest.Method.post, "/api/nothing", nil, "text/plain", large, 404),
            (.patch, "/api/tasks", nil, "text/plain", large, 405),
            (.post, "/api/tasks", nil, "text/plain", large, 401),
            (.put, "/api/tasks/x", nil, "text/plain", large, 401),
            (.put, "/api/tasks/x", "alice", "text/plain", large, 413),
            (.put, "/api/tasks/x", "alice", "text/plain", "{", 415),
            (.put, "/api/tasks/x", "alice", "application/json", "{", 400),
            (.put, "/api/tasks/x", "alice", "application/json", "{}", 422),
            (.put, "/api/tasks/0", "alice", "application/json", "{}", 422),
            (.put, "/api/tasks/0", "alice", "application/json", #"{"title":"x","completed":true}"#, 404),
        ] as [(HTTPRequest.Method, String, String?, String, String, Int)]
    )
    func theFirstFaultSpeaks(
        method: HTTPRequest.Method,
        target: String,
        user: String?,
        type: String,
        body: String,
        status: Int
    ) async throws {
        let headers: HTTPFields = [.contentType: type, .contentLength: String(body.utf8.count)]
        #expect(try await app.send(method, target, as: user, headers: headers, body: body).status == status)
    }
}
