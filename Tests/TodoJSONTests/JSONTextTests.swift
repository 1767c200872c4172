import CustomDump
import NIOCore
import Testing
import TodoCore
import TodoTestSupport

@testable import TodoJSON

@Suite struct JSONTextTests {
    @Test(arguments: [
        ("", #""""#), ("plain", #""plain""#), ("a\"b\\c/", #""a\"b\\c/""#), ("\n\r\t", #""\n\r\t""#),
        ("\u{0}\u{1}\u{8}\u{f}\u{10}\u{1f}\u{7f}", "\"\\u0000\\u0001\\u0008\\u000f\\u0010\\u001f\u{7f}\""),
        ("é 日本 👨‍👩‍👧 \u{2028}", "\"é 日本 👨‍👩‍👧 \u{2028}\""), ("\"", #""\"""#), ("a\"", #""a\"""#), ("\"a", #""\"a""#),
    ])
    func textIsEscapedWhereItMustBe(text: String, expected: String) {
        var buffer = ByteBuffer()
        buffer.writeJSON(text)
        expectNoDifference(String(buffer: buffer), expected)
    }

    @Test(arguments: [0, 7, -7, 1_234_567_890, Int64.max, Int64.min])
    func integersAreDecimal(value: Int64) {
        var buffer = ByteBuffer()
        buffer.writeDecimal(value)
        #expect(String(buffer: buffer) == String(value))
    }

    @Test func aTaskHasEveryKey() {
        let task = TodoTask(
            id: TodoTask.ID(unchecked: 42),
            owner: UserID(unchecked: "a\"b"),
            title: TaskTitle(unchecked: "t\\"),
            description: nil,
            isCompleted: true,
            createdAt: Token.now,
            updatedAt: Token.now.advanced(byMilliseconds: 1),
            version: 3
        )
        var buffer = ByteBuffer()
        buffer.writeJSON([task, task])
        let expected =
            #"{"id":42,"user_id":"a\"b","title":"t\\","description":null,"completed":true,"#
            + #""created_at":"2026-02-17T10:00:00.000Z","updated_at":"2026-02-17T10:00:00.001Z"}"#
        expectNoDifference(String(buffer: buffer), expected + "," + expected)
    }
}
