import CustomDump
import NIOCore
import Testing
import TodoCore
import TodoTestSupport

@testable import TodoJSON

@Suite struct TaskLineTests {
    private func line(_ text: String) throws(FieldFault) -> TaskLine { try line(Array(text.utf8)) }

    private func line(_ bytes: [UInt8]) throws(FieldFault) -> TaskLine {
        try bytes.withUnsafeBytes { bytes in Result { () throws(FieldFault) in try TaskLine(bytes) } }.get()
    }

    @Test func aTaskIsReadAsItWasWritten() throws {
        let task = TodoTask(
            id: TodoTask.ID(unchecked: 42),
            owner: UserID(unchecked: "a\"b"),
            title: TaskTitle(unchecked: "\\ é 日本 😀 \u{1}\u{7f}"),
            description: TaskDescription(unchecked: "one\n\ttwo\r\u{8}\u{c}/"),
            isCompleted: true,
            createdAt: Timestamp(microsecondsSinceEpoch: 1_771_322_400_123_456),
            updatedAt: Token.now,
            version: 3
        )
        var buffer = ByteBuffer()
        buffer.writeJSONLine(task)
        #expect(buffer.readableBytesView.last == UInt8(ascii: "\n"))
        guard case .task(let draft) = try line(Array(buffer.readableBytesView)) else {
            Issue.record("not a task")
            return
        }
        var faults = FieldFaults()
        let read = draft.validated(for: task.owner, &faults)
        expectNoDifference(
            read,
            TodoTask.Imported(content: task.content, createdAt: task.createdAt, updatedAt: task.updatedAt)
        )
        let mark = buffer.withUnsafeReadableBytes { ExportMark(line: $0) }
        #expect(mark?.position == TaskPosition(of: task))
        #expect(mark?.owner == task.owner)
    }

    @Test func theSealIsReadAsItWasWritten() throws {
        let seal = ExportSeal(tasks: 7, sha256: "00ff")
        var buffer = ByteBuffer()
        buffer.writeJSONLine(seal)
        #expect(try line(String(buffer: buffer)) == .seal(seal))
        #expect(buffer.withUnsafeReadableBytes { ExportMark(line: $0) } == nil)
    }

    @Test func absentNullAndMistypedFieldsAreToldApart() throws {
        guard
            case .task(let draft) = try line(
                #" {"title":null,"description":[{"title":"x"}],"completed":"true","x":{}} "#
            )
        else {
            Issue.record("not a task")
            return
        }
        var expected = TodoTask.ImportDraft()
        expected.title = .null
        expected.description = .mistyped
        expected.completed = .mistyped
        expectNoDifference(draft, expected)
    }

    @Test(arguments: ["", " ", "\r", "\t \r"])
    func whiteSpaceIsNoLine(text: String) throws {
        #expect(try line(text) == .blank)
    }

    @Test(arguments: [
        (#"{"title":"x""#, "The line is not valid JSON"), (#"{"title":"x",}"#, "The line is not valid JSON"),
        (#"{"title":"\ud83d"}"#, "The line is not valid JSON"),
        (#"{"title":"\ude00\ud83d"}"#, "The line is not valid JSON"),
        ("{} {}", "The line is not valid JSON"), ("[]", "The line must be a JSON object"),
        ("null", "The line must be a JSON object"),
    ])
    func whatIsNoObjectIsRefused(text: String, sentence: String) {
        #expect(throws: FieldFault(sentence)) { try line(text) }
    }

    @Test func bytesThatAreNotUTF8AreRefused() {
        #expect(throws: FieldFault("The line is not UTF-8")) {
            try line(Array(#"{"title":""#.utf8) + [0xFF] + Array("\"}".utf8))
        }
    }

    @Test(arguments: [
        (#""\u0041\u00e9\ud83d\ude00""#, "Aé😀"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"), (#""""#, ""),
    ])
    func escapesAreRead(spelling: String, expected: String) {
        #expect(Array(spelling.utf8).withUnsafeBytes { String(jsonSpelling: $0) } == expected)
    }
}
