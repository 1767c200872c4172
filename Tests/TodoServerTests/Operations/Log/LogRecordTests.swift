import CustomDump
import Logging
import NIOCore
import Testing
import TodoTestSupport

@testable import TodoServer

@Suite struct LogRecordTests {
    private static func record(_ message: String, _ metadata: Logger.Metadata = [:]) -> LogRecord {
        LogRecord(time: Token.now, level: .error, label: "todo", message: message, metadata: metadata)
    }

    @Test func isOneLineOfJSON() {
        let record = Self.record(
            "It \"failed\"\nbadly",
            ["kept": "over", "list": ["a", .stringConvertible(1)], "map": ["b": "\u{7}"]]
        )
        expectNoDifference(
            String(buffer: record.jsonLine),
            #"{"time":"2026-02-17T10:00:00.000Z","level":"error","logger":"todo","message":"It \"failed\"\nbadly","#
                + #""metadata":{"kept":"over","list":["a","1"],"map":{"b":"\u0007"}}}"# + "\n"
        )
    }

    @Test func withoutMetadataThereIsNone() {
        expectNoDifference(
            String(buffer: Self.record("m").jsonLine),
            #"{"time":"2026-02-17T10:00:00.000Z","level":"error","logger":"todo","message":"m"}"# + "\n"
        )
    }

    @Test func isOneLineOfTextThatNobodyCanForge() {
        let record = Self.record(
            "Failed",
            [
                "address": "127.0.0.1:8000", "cause": "no \"user\"\n2026 notice Forged", "empty": "",
                "escape": "\u{1B}[2J\u{2028}\u{202E}", "far": "é\u{85}日\u{7F}",
            ]
        )
        expectNoDifference(
            String(buffer: record.textLine),
            #"2026-02-17T10:00:00.000Z error Failed address=127.0.0.1:8000 cause="no \"user\"\n2026 notice Forged" "#
                + #"empty="" escape=\u{1B}[2J\u{2028}\u{202E} far=é\u{0085}日\u{7F}"# + "\n"
        )
    }
}
