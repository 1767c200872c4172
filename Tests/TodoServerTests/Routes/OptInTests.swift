import HTTPTypes
import Testing
import TodoCore
import TodoTestSupport

@testable import TodoServer

/// What clients see only when they ask for it; `Tests/EndToEnd` has the details and the races.
@Suite struct OptInTests {
    private let app: TestApp

    init() throws {
        app = try TestApp()
    }

    @Test func aClientThatAsksForNothingSeesNothingButTags() async throws {
        let created = try await app.send(.post, "/api/tasks", body: #"{"title":"x"}"#)
        #expect(created.headers[.eTag] == #""1-1""#)
        for answer in [created, try await app.send(.get, "/api/tasks"), try await app.send(.get, "/api/tasks/1")] {
            for name in [HTTPField.Name.link, .xTotalCount, .preferenceApplied, .idempotencyReplayed] {
                #expect(answer.headers[name] == nil)
            }
        }
    }

    @Test(arguments: [
        (HTTPRequest.Method.put, "", #"{"title":"y","completed":true}"#), (.patch, "", #"{"title":"y"}"#),
        (.patch, "/complete", ""), (.delete, "", ""),
    ])
    func aChangeOfAnotherVersionIsRefusedWithTheTagOfTheOneThereIs(
        method: HTTPRequest.Method,
        suffix: String,
        body: String
    ) async throws {
        _ = try await app.send(.post, "/api/tasks", body: #"{"title":"x"}"#)
        let target = "/api/tasks/1\(suffix)"
        let refused = try await app.send(method, target, headers: [.ifMatch: #""1-2", W/"1-1""#], body: body)
        #expect(refused.status == 412)
        #expect(refused.headers[.eTag] == #""1-1""#)
        #expect(refused.body.contains(#""code":"PRECONDITION_FAILED""#))
        let malformed = try await app.send(method, target, headers: [.ifMatch: "1-1"], body: body)
        #expect(malformed.status == 400)
        let missing = try await app.send(method, "/api/tasks/9\(suffix)", headers: [.ifMatch: #""1-2""#], body: body)
        #expect(missing.status == 404)
        #expect(try await app.send(method, target, headers: [.ifMatch: #""1-1""#], body: body).status < 300)
    }

    /// What is said of a condition holds of the operations that name it, and they are all that change one task.
    @Test(arguments: APIOperation.tasks.filter { ![.get, .post].contains($0.method) })
    func everyChangeOfATaskTakesBothConditions(operation: APIOperation) async throws {
        let names = operation.parameters.map(\.field.name)
        #expect(names.contains("If-Match") && names.contains("If-None-Match"))
        _ = try await app.send(.post, "/api/tasks", body: #"{"title":"x"}"#)
        let target = operation.path.replacing("{id}", with: "1")
        let body = #"{"title":"y","completed":true}"#
        for value in [#""1-1""#, #"W/"1-1""#, "*"] {
            let refused = try await app.send(operation.method, target, headers: [.ifNoneMatch: value], body: body)
            #expect(refused.status == 412)
        }
        let changed = try await app.send(operation.method, target, headers: [.ifNoneMatch: #""1-2""#], body: body)
        #expect(changed.status < 300)
    }

    @Test func whatTheClientHasIsNotSentAgain() async throws {
        _ = try await app.send(.post, "/api/tasks", body: #"{"title":"x"}"#)
        let answer = try await app.send(.get, "/api/tasks/1", headers: [.ifNoneMatch: #"W/"1-1""#])
        #expect(answer.status == 304)
        #expect(answer.body.isEmpty)
        #expect(answer.headers[.eTag] == #""1-1""#)
        #expect(answer.headers[.contentLength] == nil)
        #expect(answer.headers[.cacheControl] == "private, no-cache")
    }

    @Test func aRequestUnderAKeyIsMadeOnce() async throws {
        let key: HTTPFields = [.idempotencyKey: "k"]
        let first = try await app.send(.post, "/api/tasks", headers: key, body: #"{"title":"x"}"#)
        let second = try await app.send(.post, "/api/tasks", headers: key, body: #"{"title":"x"}"#)
        #expect(second.status == 201)
        #expect(second.body == first.body)
        #expect(second.headers[.location] == "/api/tasks/1")
        #expect(second.headers[.eTag] == #""1-1""#)
        #expect(second.headers[.idempotencyReplayed] == "true")
        let other = try await app.send(.post, "/api/tasks", headers: key, body: #"{"title":"y"}"#)
        #expect(other.status == 422)
        #expect(other.body.contains(#""code":"IDEMPOTENCY_KEY_REUSED""#))
    }

    @Test(arguments: ["/api/tasks", "/api/tasks/", "//api/tasks", "/api//tasks?x=1", "/api/t%61sks"])
    func everySpellingOfAPathIsOneRequestUnderAKey(target: String) async throws {
        let key: HTTPFields = [.idempotencyKey: "k"]
        let first = try await app.send(.post, "/api/tasks", headers: key, body: #"{"title":"x"}"#)
        let second = try await app.send(.post, target, headers: key, body: #"{"title":"x"}"#)
        #expect(second.body == first.body)
        #expect(second.headers[.idempotencyReplayed] == "true")
    }

    /// Servers of several versions share the keys that are kept, so a fingerprint never changes.
    @Test func fingerprintsAreThoseOfServersBefore() async throws {
        var store = TaskStore.unimplemented
        store.write = { _, _, request async throws(TodoError) in
            #expect(request?.fingerprint == "1d87c3f3b4e9208a98ac520c748573f915ef55ebd079ef9f5cf06d886ac0455b")
            throw .stillRunning
        }
        let key: HTTPFields = [.idempotencyKey: "k"]
        let answer = try await TestApp(store: store).send(.delete, "/api/tasks/1", headers: key)
        #expect(answer.status == 409)
    }

    @Test func aRequestThatIsStillRunningIsToBeRepeated() async throws {
        var store = TaskStore.unimplemented
        store.write = { _, _, _ async throws(TodoError) in throw .stillRunning }
        let answer = try await TestApp(store: store).send(
            .delete,
            "/api/tasks/1",
            headers: [.idempotencyKey: "k"]
        )
        #expect(answer.status == 409)
        #expect(answer.headers[.retryAfter] == "1")
        #expect(answer.body.contains(#""code":"CONFLICT""#))
    }

    @Test func pagesLeadToTheNext() async throws {
        for number in 1...3 { _ = try await app.send(.post, "/api/tasks", body: #"{"title":"\#(number)"}"#) }
        let first = try await app.send(.get, "/api/tasks?limit=2&x=1", headers: [.prefer: "count=exact"])
        #expect(first.headers[.xTotalCount] == "3")
        #expect(first.headers[.preferenceApplied] == "count=exact")
        let link = try #require(first.headers[.link]?.wholeMatch(of: /<(.*)>; rel="next"/)?.output.1)
        #expect(link.hasPrefix("/api/tasks?limit=2&x=1&cursor="))
        let second = try await app.send(.get, String(link))
        #expect(second.body.contains(#""title":"1""#))
        #expect(second.headers[.link] == nil)
    }

    @Test func allFaultsOfAQueryAreReportedAtOnce() async throws {
        let answer = try await app.send(.get, "/api/tasks?limit=0&cursor=x&completed=x")
        #expect(answer.status == 422)
        for field in ["limit", "cursor", "completed"] { #expect(answer.body.contains("\"\(field)\":")) }
    }

    @Test func aPatchOfAnotherKindIsRefused() async throws {
        let headers: HTTPFields = [.contentType: "application/json-patch+json"]
        #expect(try await app.send(.patch, "/api/tasks/1", headers: headers, body: "[]").status == 415)
    }

    @Test func logLinesNameTheTrace() async throws {
        var store = TaskStore.unimplemented
        store.fetch = { _, _ async throws(TodoError) in throw .internal() }
        let log = RecordedLog()
        let headers: HTTPFields = [
            .xRequestID: "r", .traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        ]
        _ = try await TestApp(store: store, logger: log.logger).send(.get, "/api/tasks/1", headers: headers)
        #expect(
            log.lines == [
                "error Request failed cause=none parent_id=b7ad6b7169203331 request_id=r "
                    + "trace_id=0af7651916cd43dd8448eb211c80319c"
            ]
        )
    }
}
