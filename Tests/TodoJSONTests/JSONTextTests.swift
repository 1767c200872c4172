import CustomDump
import Foundation
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

    /// Texts are looked at eight bytes at a time, and what is left of them by itself.
    @Test func everyCharacterIsReadBackFromEveryPlace() throws {
        let neighbours = ["a", "\u{7F}", "é", "\u{1F}"]
        for scalar in (0..<0x100).compactMap(Unicode.Scalar.init) {
            for neighbour in neighbours {
                for place in 0..<17 {
                    let text =
                        String(repeating: neighbour, count: place) + String(scalar)
                        + String(repeating: neighbour, count: 16 - place)
                    var buffer = ByteBuffer()
                    buffer.writeJSON(text)
                    let read = try JSONDecoder().decode(String.self, from: Data(buffer.readableBytesView))
                    // By their bytes, since Swift compares text by what it means.
                    guard read.utf8.elementsEqual(text.utf8) else { return expectNoDifference(read, text) }
                }
            }
        }
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
        buffer.writeJSON(TaskPage(tasks: [task, task], next: nil))
        let expected =
            #"{"id":42,"user_id":"a\"b","title":"t\\","description":null,"completed":true,"#
            + #""created_at":"2026-02-17T10:00:00.000Z","updated_at":"2026-02-17T10:00:00.001Z"}"#
        expectNoDifference(String(buffer: buffer), expected + "," + expected)
    }

    /// Days, since the date of one time stamp is what the next begins with; texts, since all of a page are looked at together.
    @Test(arguments: [0, 1, 86_399_999, 86_400_000, 200_000_000_000] as [Int64])
    func aPageIsItsTasksSeparatedByCommas(milliseconds: Int64) {
        let texts = ["", "\u{1}", "seven ch\"", "ü\\ü\\ü", String(repeating: "\u{1F}", count: 300), "plain"]
        let tasks = texts.enumerated().map { index, text in
            TodoTask(
                id: TodoTask.ID(unchecked: Int64(index) + 1),
                owner: UserID(unchecked: "a\"b\n"),
                title: TaskTitle(unchecked: text),
                description: index.isMultiple(of: 2) ? nil : TaskDescription(unchecked: text + text),
                isCompleted: index.isMultiple(of: 3),
                createdAt: Token.now.advanced(byMilliseconds: -Int64(index) * milliseconds),
                updatedAt: Token.now.advanced(byMilliseconds: Int64(index) * milliseconds),
                version: 1
            )
        }
        var (page, single) = (ByteBuffer(string: "["), ByteBuffer(string: "["))
        page.writeJSON(TaskPage(tasks: tasks, next: nil))
        for (index, task) in tasks.enumerated() {
            if index > 0 { single.writeString(",") }
            single.writeJSON(task)
        }
        expectNoDifference(String(buffer: page), String(buffer: single))
    }

    @Test func aPageWithoutTasksIsNothing() {
        var buffer = ByteBuffer()
        buffer.writeJSON(TaskPage(tasks: [], next: nil))
        #expect(buffer.readableBytes == 0)
    }
}
