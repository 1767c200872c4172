import CustomDump
import HTTPTypes
import Testing
import TodoCore
import TodoTestSupport

@testable import TodoServer

@Suite struct EdgeResponderTests {
    // MARK: Routes that are not there

    @Test(arguments: [
        (HTTPRequest.Method.patch, "/api/tasks", "GET, HEAD, OPTIONS, POST"),
        (.delete, "/api/tasks/", "GET, HEAD, OPTIONS, POST"),
        (.post, "/api/tasks/1", "DELETE, GET, HEAD, OPTIONS, PATCH, PUT"),
        (.get, "/api/tasks/1/complete", "OPTIONS, PATCH"),
        (.head, "/api/tasks/1/complete", "OPTIONS, PATCH"),
        (.post, "/health", "GET, HEAD, OPTIONS"),
        (.put, "/", "GET, HEAD, OPTIONS"),
        (.trace, "/health/ready", "GET, HEAD, OPTIONS"),
    ])
    func aKnownPathSaysWhichMethodsItHas(method: HTTPRequest.Method, target: String, allow: String) async throws {
        let answer = try await TestApp().send(method, target, as: nil)
        #expect(answer.status == 405)
        #expect(answer.headers[.allow] == allow)
        let body = #"{"error":{"code":"METHOD_NOT_ALLOWED","message":"Method not allowed"}}"#
        #expect(answer.body == (method == .head ? "" : body))
    }

    @Test func anUnknownMethodIsNotAllowedEither() async throws {
        let method = try #require(HTTPRequest.Method("FOO"))
        #expect(try await TestApp().send(method, "/api/tasks/1").status == 405)
        #expect(try await TestApp().send(method, "/nowhere").status == 404)
    }

    @Test(arguments: [
        "/api", "/api/task", "/api/tasks/1/2", "/api/tasks/1/complete/x", "/favicon.ico", "/API/tasks", "/*",
    ])
    func anUnknownPathIsNotFound(target: String) async throws {
        for method in [HTTPRequest.Method.get, .post, .options] {
            let answer = try await TestApp().send(method, target, as: nil)
            #expect(answer.status == 404)
            #expect(answer.body == #"{"error":{"code":"NOT_FOUND","message":"Resource not found"}}"#)
        }
    }

    @Test(arguments: ["/api/tasks/1", "*"])
    func optionsAnswersWithoutABody(target: String) async throws {
        let answer = try await TestApp().send(.options, target, as: nil)
        #expect(answer.status == 204)
        #expect(answer.headers[.allow] == (target == "*" ? nil : "DELETE, GET, HEAD, OPTIONS, PATCH, PUT"))
        #expect(answer.headers[.contentLength] == nil)
    }

    // MARK: HEAD

    @Test(arguments: [
        "/api/tasks", "/api/tasks/1", "/api/tasks/2", "/health", "/health/ready", "/", "/api/tasks?completed=x",
    ])
    func headIsGetWithoutTheBody(target: String) async throws {
        let app = try TestApp()
        _ = try await app.send(.post, "/api/tasks", body: #"{"title":"x"}"#)
        let headers: HTTPFields = [.xRequestID: "same"]
        let get = try await app.send(.get, target, headers: headers)
        let head = try await app.send(.head, target, headers: headers)
        #expect(head.status == get.status)
        expectNoDifference(head.headers, get.headers)
        #expect(head.headers[.contentLength] == String(get.body.utf8.count))
        #expect(head.body.isEmpty)
    }

    // MARK: CORS

    private static let origin = "https://app.example.com"

    private func corsApp(_ origins: String = "https://app.example.com, http://localhost:3000/") throws -> TestApp {
        try TestApp(settings: ["FRONTEND_URL": origins])
    }

    @Test(arguments: [
        ("https://app.example.com", true), ("http://localhost:3000", true), ("HTTPS://App.Example.Com", true),
        ("https://app.example.com:8443", false), ("https://evil.example.com", false), ("null", false),
        ("https://app.example.com.evil.com", false), ("", false), ("http://app.example.com", false),
    ])
    func onlyAllowedOriginsAreEchoed(origin: String, isAllowed: Bool) async throws {
        for target in ["/api/tasks", "/health", "/nowhere"] {
            let answer = try await corsApp().send(.get, target, as: nil, headers: [.origin: origin])
            #expect(answer.headers[.accessControlAllowOrigin] == (isAllowed ? origin : nil))
            #expect((answer.headers[.accessControlExposeHeaders] != nil) == isAllowed)
            #expect(answer.headers[.vary] == "Origin")
            #expect(answer.headers[.accessControlAllowCredentials] == nil)
        }
    }

    @Test func withoutAnOriginNothingIsSaidAboutOne() async throws {
        let answer = try await corsApp().send(.get, "/health", as: nil)
        #expect(answer.headers[.accessControlAllowOrigin] == nil)
        #expect(answer.headers[.vary] == "Origin")
    }

    @Test func anyOriginIsAllowedWhenAskedForByName() async throws {
        let answer = try await corsApp("*").send(.get, "/health", as: nil, headers: [.origin: "https://x.example"])
        #expect(answer.headers[.accessControlAllowOrigin] == "*")
    }

    @Test func aPreflightNeedsNoToken() async throws {
        let answer = try await corsApp().send(
            .options,
            "/api/tasks/1",
            as: nil,
            headers: [.origin: Self.origin, .accessControlRequestMethod: "PATCH"]
        )
        #expect(answer.status == 204)
        #expect(answer.body.isEmpty)
        #expect(answer.headers[.contentLength] == nil)
        #expect(answer.headers[.accessControlAllowOrigin] == Self.origin)
        #expect(answer.headers[.accessControlAllowMethods] == "GET, POST, PUT, DELETE, PATCH, OPTIONS, HEAD")
        #expect(answer.headers[.accessControlMaxAge] == "600")
        let allowed = answer.headers[.accessControlAllowHeaders]?.lowercased().split(separator: ", ").map(String.init)
        #expect(
            allowed == [
                "content-type", "authorization", "if-match", "if-none-match", "idempotency-key", "prefer",
                "x-request-id",
                "traceparent",
            ]
        )
    }

    @Test func aPreflightFromElsewhereIsNotAllowed() async throws {
        let answer = try await corsApp().send(
            .options,
            "/api/tasks",
            as: nil,
            headers: [.origin: "https://evil.example", .accessControlRequestMethod: "POST"]
        )
        #expect(answer.status == 204)
        #expect(answer.headers[.accessControlAllowOrigin] == nil)
    }

    // MARK: Request ids

    @Test(arguments: ["abc-DEF_1.2", "x", String(repeating: "a", count: 128)])
    func aProperRequestIDIsKept(id: String) async throws {
        for target in ["/health", "/nowhere", "/api/tasks"] {
            #expect(
                try await TestApp().send(.get, target, as: nil, headers: [.xRequestID: id]).headers[.xRequestID] == id
            )
        }
    }

    @Test(arguments: ["", "a b", "é", "a/b", String(repeating: "a", count: 129)])
    func anotherRequestIDIsReplaced(id: String) async throws {
        let made = try await TestApp().send(.get, "/health", headers: [.xRequestID: id]).headers[.xRequestID]
        #expect(made != id)
        #expect(RequestID(made) != nil)
    }

    @Test func aRequestIDIsWrittenAsItsDescription() throws {
        for id in [try #require(RequestID("a.b")), .next()] {
            var bytes = Array("id: ".utf8)
            id.write(to: &bytes)
            #expect(String(decoding: bytes, as: UTF8.self) == "id: \(id)")
        }
    }

    @Test func madeRequestIDsDiffer() {
        #expect(Set((0..<1000).map { _ in RequestID.next() }).count == 1000)
    }

    // MARK: Errors

    @Test(arguments: [
        (TodoError.unknownUser(), 401, "UNAUTHORIZED", "Invalid or expired token", false),
        (.unavailable(), 503, "SERVICE_UNAVAILABLE", "The service is temporarily unavailable", true),
        (.outcomeUnknown(), 503, "SERVICE_UNAVAILABLE", "The change may or may not have been made", true),
        (.cancelled, 503, "SERVICE_UNAVAILABLE", "The request was cancelled", true),
        (.internal(), 500, "INTERNAL_ERROR", "Internal server error", false),
    ])
    func whatGoesWrongInTheStoreHasAStatus(
        error: TodoError,
        status: Int,
        code: String,
        message: String,
        isWorthRetrying: Bool
    ) async throws {
        var store = TaskStore.unimplemented
        store.fetch = { _, _ async throws(TodoError) in throw error }
        store.list = { _ async throws(TodoError) in throw error }
        let app = try TestApp(store: store)
        for target in ["/api/tasks/1", "/api/tasks"] {
            let answer = try await app.send(.get, target, headers: [.origin: "http://localhost:3000"])
            #expect(answer.status == status)
            #expect(answer.body == #"{"error":{"code":"\#(code)","message":"\#(message)"}}"#)
            #expect(answer.headers[.retryAfter] == (isWorthRetrying ? "1" : nil))
            #expect(answer.headers[.accessControlAllowOrigin] == "http://localhost:3000")
            #expect(answer.headers[.cacheControl] == "private, no-cache")
        }
    }

    @Test func aDefectIsLoggedOnceWithItsCauseAndTheRequest() async throws {
        struct Cause: Error {}
        var store = TaskStore.unimplemented
        store.fetch = { _, _ async throws(TodoError) in throw .internal(cause: Cause()) }
        let log = RecordedLog()
        let app = try TestApp(store: store, logger: log.logger)
        _ = try await app.send(.get, "/api/tasks/1", headers: [.xRequestID: "the-request"])
        expectNoDifference(log.lines, ["error Request failed cause=Cause() request_id=the-request"])
    }

    @Test(arguments: [true, false])
    func aStoreThatCannotServeIsLoggedForARequestThatItAnswered(storeAnswered: Bool) async throws {
        struct Cause: Error {}
        var store = TaskStore.unimplemented
        store.fetch = { _, _ async throws(TodoError) in
            throw .unavailable(cause: Cause(), storeAnswered: storeAnswered)
        }
        let log = RecordedLog()
        let app = try TestApp(store: store, logger: log.logger)
        _ = try await app.send(.get, "/api/tasks/1", headers: [.xRequestID: "the-request"])
        let line = "warning Database refused cause=Cause() request_id=the-request"
        expectNoDifference(log.lines, storeAnswered ? [line] : [])
    }

    @Test(arguments: [("/api/tasks/1", 404), ("/api/tasks/x", 422), ("/nowhere", 404)])
    func whatIsTheClientsFaultIsNotLogged(target: String, status: Int) async throws {
        let log = RecordedLog()
        #expect(try await TestApp(logger: log.logger).send(.get, target).status == status)
        #expect(log.lines.isEmpty)
    }

    @Test func everyResponseForbidsSniffing() async throws {
        for target in ["/", "/health", "/nowhere", "/api/tasks", "/api/tasks/1"] {
            let answer = try await TestApp().send(.get, target)
            #expect(answer.headers[.xContentTypeOptions] == "nosniff")
            #expect(answer.headers[.contentType] == "application/json")
        }
    }
}
