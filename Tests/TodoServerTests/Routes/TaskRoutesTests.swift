import CustomDump
import HTTPTypes
import Testing
import TodoCore

@testable import TodoServer

@Suite struct TaskRoutesTests {
    static let task =
        #"{"id":1,"user_id":"alice","title":"Buy milk","description":"2 l","completed":false,"#
        + #""created_at":"2026-02-17T10:00:00.000Z","updated_at":"2026-02-17T10:00:00.000Z"}"#

    @Test func creatingAnswersTheTaskAndWhereItIs() async throws {
        let app = try TestApp()
        let answer = try await app.send(.post, "/api/tasks", body: #"{"title":" Buy milk ","description":"2 l"}"#)
        #expect(answer.status == 201)
        #expect(answer.headers[.location] == "/api/tasks/1")
        #expect(answer.headers[.contentType] == "application/json")
        #expect(answer.headers[.cacheControl] == "private, no-cache")
        expectNoDifference(answer.body, Self.task)
    }

    @Test func aNewTaskIsNeverCompletedAndUnknownFieldsAreIgnored() async throws {
        let body = #"{"title":"Buy milk","description":"2 l","completed":true,"id":7,"user_id":"bob","x":[{}]}"#
        let answer = try await TestApp().send(.post, "/api/tasks", body: body)
        expectNoDifference(answer.body, Self.task)
    }

    @Test func aTaskCanBeRead() async throws {
        let app = try await appWithTask()
        let answer = try await app.send(.get, "/api/tasks/1")
        #expect(answer.status == 200)
        expectNoDifference(answer.body, Self.task)
    }

    @Test func replacingSetsEveryField() async throws {
        let app = try await appWithTask()
        let answer = try await app.send(.put, "/api/tasks/1", body: #"{"title":"Tea","completed":true}"#)
        #expect(answer.status == 200)
        expectNoDifference(
            answer.body,
            #"{"id":1,"user_id":"alice","title":"Tea","description":null,"completed":true,"#
                + #""created_at":"2026-02-17T10:00:00.000Z","updated_at":"2026-02-17T10:00:00.001Z"}"#
        )
    }

    @Test func deletingAnswersNothingAtAll() async throws {
        let app = try await appWithTask()
        let answer = try await app.send(.delete, "/api/tasks/1")
        #expect(answer.status == 204)
        #expect(answer.body.isEmpty)
        #expect(answer.headers[.contentLength] == nil)
        #expect(answer.headers[.contentType] == nil)
        #expect(try await app.send(.get, "/api/tasks/1").status == 404)
    }

    @Test(arguments: [
        (nil, true), ("{}", true), (#"{"completed":true}"#, true), (#"{"completed":false}"#, false), ("", true),
        (#" {"other":1} "#, true),
    ])
    func completingTogglesOrSets(body: String?, isCompleted: Bool) async throws {
        let app = try await appWithTask()
        let answer = try await app.send(.patch, "/api/tasks/1/complete", body: body)
        #expect(answer.status == 200)
        #expect(answer.body.contains(#""completed":\#(isCompleted)"#))
    }

    @Test func listsAreNewestFirst() async throws {
        let app = try TestApp()
        for title in ["a", "b", "c"] {
            _ = try await app.send(.post, "/api/tasks", body: #"{"title":"\#(title)"}"#)
        }
        let answer = try await app.send(.get, "/api/tasks")
        #expect(titles(answer) == ["c", "b", "a"])
        #expect(answer.headers[.contentLength] == String(answer.body.utf8.count))
    }

    @Test func anEmptyListIsAListAllTheSame() async throws {
        let answer = try await TestApp().send(.get, "/api/tasks")
        #expect(answer.status == 200)
        #expect(answer.body == #"{"tasks":[]}"#)
    }

    @Test(arguments: [256, 257, 1500])
    func aListIsCompleteHoweverLong(count: Int) async throws {
        let app = try TestApp()
        for number in 1...count { _ = try await app.send(.post, "/api/tasks", body: #"{"title":"\#(number)"}"#) }
        let answer = try await app.send(.get, "/api/tasks")
        #expect(titles(answer) == (1...count).reversed().map(String.init))
        #expect((answer.headers[.contentLength] == nil) == (count > 256))
    }

    @Test(arguments: [
        ("completed=true", ["b"]), ("completed=false", ["a"]), ("completed=TRUE", ["b"]), ("completed=0", ["a"]),
        ("completed=1", ["b"]), ("completed=%74rue", ["b"]), ("c%6Fmpleted=1", ["b"]),
        ("completed=x&completed=1", ["b"]),
        ("limitless=1&completed=False&", ["a"]), ("", ["b", "a"]), ("Completed=true", ["b", "a"]),
    ])
    func aListCanBeFiltered(query: String, expected: [String]) async throws {
        let app = try TestApp()
        for title in ["a", "b"] { _ = try await app.send(.post, "/api/tasks", body: #"{"title":"\#(title)"}"#) }
        _ = try await app.send(.patch, "/api/tasks/2/complete")
        #expect(try await titles(app.send(.get, "/api/tasks?\(query)")) == expected)
    }

    @Test(arguments: ["completed=", "completed", "completed=yes", "completed=%zz", "completed=%ff", "completed=+true"])
    func anotherValueOfTheFilterIsRefused(query: String) async throws {
        let answer = try await TestApp().send(.get, "/api/tasks?\(query)")
        #expect(answer.status == 422)
        expectNoDifference(
            answer.body,
            #"{"error":{"code":"VALIDATION_ERROR","message":"Validation failed","#
                + #""details":{"completed":"Completed must be true or false"}}}"#
        )
    }

    @Test(arguments: ["/api/tasks/", "//api//tasks", "/api/tasks?x=1&y", "/%61pi/t%61sks"])
    func otherSpellingsOfAPathAreTheSamePath(target: String) async throws {
        #expect(try await TestApp().send(.get, target).body == #"{"tasks":[]}"#)
    }

    @Test(arguments: ["/api/tasks/%31", "/api/tasks/1/", "/api/tasks/01", "http://example.com/api/tasks/1"])
    func otherSpellingsOfATaskAreTheSameTask(target: String) async throws {
        let app = try await appWithTask()
        let answer = try await app.send(.get, target)
        expectNoDifference(answer.body, Self.task)
    }

    @Test(arguments: [
        (HTTPRequest.Method.get, "", ""), (.put, "", #"{"title":"x","completed":true}"#), (.delete, "", ""),
        (.patch, "/complete", ""),
    ])
    func anothersTaskIsLikeNone(method: HTTPRequest.Method, suffix: String, body: String) async throws {
        let app = try await appWithTask()
        let anothers = try await app.send(method, "/api/tasks/1\(suffix)", as: "bob", body: body)
        let none = try await app.send(method, "/api/tasks/99\(suffix)", as: "bob", body: body)
        #expect(anothers.status == 404)
        #expect(anothers.body == #"{"error":{"code":"NOT_FOUND","message":"Task not found"}}"#)
        #expect(anothers.body == none.body)
        let unchanged = try await app.send(.get, "/api/tasks/1")
        expectNoDifference(unchanged.body, Self.task)
        #expect(try await app.send(.get, "/api/tasks", as: "bob").body == #"{"tasks":[]}"#)
    }

    @Test(arguments: ["0", "-1", "9223372036854775808", "-9223372036854775809", "99999999999999999999999"])
    func anIDThatNoTaskCanHaveIsNotFound(id: String) async throws {
        #expect(try await TestApp().send(.get, "/api/tasks/\(id)").status == 404)
    }

    @Test(arguments: ["abc", "1.0", "1e3", "0x1", "%20", "1%00", "+1", "--1", "%zz", "1%2F2", "١"])
    func anIDThatIsNoIntegerIsRefused(id: String) async throws {
        let answer = try await TestApp().send(.delete, "/api/tasks/\(id)")
        #expect(answer.status == 422)
        #expect(answer.body.contains(#""details":{"id":"Task id must be an integer"}"#))
    }

    private func appWithTask() async throws -> TestApp {
        let app = try TestApp()
        _ = try await app.send(.post, "/api/tasks", body: #"{"title":"Buy milk","description":"2 l"}"#)
        return app
    }

    private func titles(_ answer: Answer) -> [String] {
        answer.body.split(separator: #""title":""#).dropFirst().map { String($0.prefix { $0 != "\"" }) }
    }
}
