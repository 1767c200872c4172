import CustomDump
import HTTPTypes
import NIOCore
import Testing
import TodoCore

@testable import TodoServer

@Suite struct RequestBodyTests {
    private static let titleFault = "Title is required and must be between 1 and 200 characters"

    @Test(arguments: [
        (#"{}"#, #"{"title":"\#(titleFault)"}"#),
        (#"{"title":null}"#, #"{"title":"\#(titleFault)"}"#),
        (#"{"title":""}"#, #"{"title":"\#(titleFault)"}"#),
        (#"{"title":" \t\n\u00a0\u3000 "}"#, #"{"title":"\#(titleFault)"}"#),
        (#"{"title":"\#(String(repeating: "é", count: 201))"}"#, #"{"title":"\#(titleFault)"}"#),
        (#"{"title":1}"#, #"{"title":"Title must be a string"}"#),
        (#"{"title":true}"#, #"{"title":"Title must be a string"}"#),
        (#"{"title":["x"]}"#, #"{"title":"Title must be a string"}"#),
        (#"{"title":{}}"#, #"{"title":"Title must be a string"}"#),
        (#"{"title":"a\u0000b"}"#, #"{"title":"Title must not contain the character U+0000"}"#),
        (#"{"title":"x","description":5}"#, #"{"description":"Description must be a string or null"}"#),
        (
            #"{"title":7,"description":false}"#,
            #"{"title":"Title must be a string","description":"Description must be a string or null"}"#
        ),
        (#"[]"#, #"{"body":"Request body must be a JSON object"}"#),
        (#"null"#, #"{"body":"Request body must be a JSON object"}"#),
        (#""title""#, #"{"body":"Request body must be a JSON object"}"#),
        (#"1"#, #"{"body":"Request body must be a JSON object"}"#),
        (#"true"#, #"{"body":"Request body must be a JSON object"}"#),
    ])
    func aBodyThatBreaksARuleIsRefused(body: String, details: String) async throws {
        let answer = try await TestApp().send(.post, "/api/tasks", body: body)
        #expect(answer.status == 422)
        expectNoDifference(
            answer.body,
            #"{"error":{"code":"VALIDATION_ERROR","message":"Validation failed","details":\#(details)}}"#
        )
    }

    @Test(arguments: [
        #"{"title":"x"}"#, #"{"title":"x","completed":null}"#, #"{"title":"x","completed":1}"#,
        #"{"title":"x","completed":"true"}"#, #"{"title":"x","completed":0}"#, #"{"title":"x","completed":1.0}"#,
    ])
    func replacingNeedsABoolean(body: String) async throws {
        let answer = try await TestApp().send(.put, "/api/tasks/1", body: body)
        #expect(answer.status == 422)
        #expect(answer.body.contains(#""details":{"completed":"Completed is required and must be true or false"}"#))
    }

    @Test(arguments: ["null", "1", "0", #""true""#, "[]", "{}", "1.0"])
    func completingTakesNothingButABoolean(value: String) async throws {
        let answer = try await TestApp().send(.patch, "/api/tasks/1/complete", body: #"{"completed":\#(value)}"#)
        #expect(answer.status == 422)
        #expect(answer.body.contains(#""details":{"completed":"Completed must be true or false"}"#))
    }

    @Test func allFaultsComeTogether() async throws {
        let answer = try await TestApp().send(.put, "/api/tasks/x", body: #"{"title":"","completed":"no"}"#)
        #expect(
            answer.body.contains(
                #""details":{"id":"Task id must be an integer","title":"\#(Self.titleFault)","#
                    + #""completed":"Completed is required and must be true or false"}"#
            )
        )
    }

    @Test(arguments: [
        "", " ", "{", "{\"title\":\"x\"", "{\"title\":\"x\"} x", "{\"title\":\"x\"}{}", "{'title':'x'}",
        "{\"title\":NaN}",
        "{\"title\":\"x\",}", "nope", "{\"title\":\"\\ud800\"}", "{\"title\":\"\\x\"}", "{\"title\":\"a\nb\"}", "\u{0}",
        "{\"title\":\"a\u{0}b\"}", "// x\n{\"title\":\"x\"}", "{\"title\":01}", "{\"title\":\"x\",\"\\ud800\":1}",
    ])
    func aBodyThatIsNotJSONIsRefused(body: String) async throws {
        let answer = try await TestApp().send(.post, "/api/tasks", body: body)
        #expect(answer.status == 400)
        #expect(answer.body == #"{"error":{"code":"BAD_REQUEST","message":"Request body is not valid JSON"}}"#)
    }

    @Test(
        arguments: [
            [0x7B, 0x22, 0xFF, 0x22, 0x7D], [0xFF, 0xFE, 0x7B, 0x00, 0x7D, 0x00], [0xC0, 0x80], [0xED, 0xA0, 0x80],
        ] as [[UInt8]]
    )
    func aBodyThatIsNotUTF8IsRefused(bytes: [UInt8]) async throws {
        let answer = try await TestApp().send(.post, "/api/tasks", bytes: ByteBuffer(bytes: bytes))
        #expect(answer.status == 400)
        #expect(answer.body == #"{"error":{"code":"BAD_REQUEST","message":"Request body is not UTF-8"}}"#)
    }

    @Test(arguments: ["[", "{\"a\":"])
    func deepNestingIsRefused(opening: String) async throws {
        let body = #"{"title":"x","y":"# + String(repeating: opening, count: 100_000)
        let answer = try await TestApp().send(.post, "/api/tasks", body: body)
        #expect(answer.status == 400)
    }

    @Test(arguments: [200, 1, 199])
    func titlesAreMeasuredInScalars(count: Int) async throws {
        let title = String(repeating: "👨", count: count)
        let answer = try await TestApp().send(.post, "/api/tasks", body: #"{"title":"\#(title)"}"#)
        #expect(answer.status == 201)
        #expect(answer.body.contains(#""title":"\#(title)""#))
    }

    @Test(arguments: [
        "application/json", "Application/JSON", "application/json; charset=utf-8", "application/json;charset=\"UTF-8\"",
        "application/merge-patch+json", "application/json; profile=x", " application/json\t; charset = utf8 ",
    ])
    func jsonByAnyNameIsTaken(type: String) async throws {
        let answer = try await TestApp().send(
            .post,
            "/api/tasks",
            headers: [.contentType: type],
            body: #"{"title":"x"}"#
        )
        #expect(answer.status == 201)
    }

    @Test(arguments: [
        "text/plain", "application/x-www-form-urlencoded", "application/jsonx", "multipart/form-data; boundary=x",
        "application/json; charset=latin1", "json", "application/+json", "",
    ])
    func anotherMediaTypeIsRefused(type: String) async throws {
        let app = try TestApp()
        let answer = try await app.send(.post, "/api/tasks", headers: [.contentType: type], body: "not json")
        #expect(answer.status == 415)
        #expect(answer.body.contains(#""code":"UNSUPPORTED_MEDIA_TYPE""#))
        let empty = try await app.send(.patch, "/api/tasks/1/complete", headers: [.contentType: type], body: "")
        #expect(empty.status == 404)
    }

    /// It says nothing, but is held to the same rules.
    @Test func aDeletionsBodyIsReadAndNotUnderstood() async throws {
        let app = try TestApp(settings: ["MAX_BODY_BYTES": "1024"])
        #expect(try await app.send(.post, "/api/tasks", body: #"{"title":"x"}"#).status == 201)
        let path = "/api/tasks/1"
        #expect(try await app.send(.delete, path, body: String(repeating: " ", count: 1025)).status == 413)
        #expect(try await app.send(.delete, path, headers: [.contentType: "text/plain"], body: "x").status == 415)
        #expect(try await app.send(.get, path).status == 200)
        #expect(try await app.send(.delete, path, body: "not JSON").status == 204)
    }

    @Test func aBodyOfTheLimitIsTakenAndOneByteMoreIsNot() async throws {
        let app = try TestApp(settings: ["MAX_BODY_BYTES": "1024"])
        let frame = #"{"title":"x"}"#
        let padded = frame + String(repeating: " ", count: 1024 - frame.utf8.count)
        #expect(try await app.send(.post, "/api/tasks", body: padded).status == 201)
        let answer = try await app.send(.post, "/api/tasks", body: padded + " ")
        #expect(answer.status == 413)
        #expect(
            answer.body
                == #"{"error":{"code":"PAYLOAD_TOO_LARGE","message":"Request body must not be larger than 1024 bytes"}}"#
        )
    }

    /// As in the JSON libraries of those who send it.
    @Test(arguments: [
        #"{"title":"a","title":"b"}"#, #"{"title":1,"description":"x","title":"b"}"#,
        #"{"title":"a","\u0074itle":"b"}"#,
    ])
    func ofTwoFieldsOfOneNameTheLastCounts(body: String) async throws {
        let answer = try await TestApp().send(.post, "/api/tasks", body: body)
        #expect(answer.status == 201)
        #expect(answer.body.contains(#""title":"b""#))
    }

    @Test func aNameMayBeSpeltWithEscapes() async throws {
        let answer = try await TestApp().send(.post, "/api/tasks", body: #"{"\u0074itle":"a\ud83d\ude00"}"#)
        #expect(answer.status == 201)
        #expect(answer.body.contains(#""title":"a😀""#))
    }

    @Test(arguments: [
        "01", "1.", ".5", "+1", "-", "1e", "1e+", "0x1", "1_000", "Infinity", "\"\\x\"", "\"\\u12g4\"", "\"a\tb\"",
        "tru",
        "1 2", "\"\\",
    ])
    func anIgnoredFieldMustBeJSONToo(value: String) async throws {
        let answer = try await TestApp().send(.post, "/api/tasks", body: #"{"title":"x","other":\#(value)}"#)
        #expect(answer.status == 400)
    }

    @Test(arguments: [
        "0", "-0", "-12.5e+10", "1E5", "1e400", "\"\\u00e9\\n\\/\\\"\"", "[1,2]", "{\"a\":-1}", "true", "null", "\"-\"",
        "[]",
    ])
    func anIgnoredFieldMayBeAnything(value: String) async throws {
        let answer = try await TestApp().send(.post, "/api/tasks", body: #"{"title":"x","other":\#(value)}"#)
        #expect(answer.status == 201)
    }
}
