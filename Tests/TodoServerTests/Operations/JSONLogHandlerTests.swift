import CustomDump
import Logging
import NIOCore
import Testing
import TodoTestSupport

@testable import TodoServer

@Suite struct JSONLogHandlerTests {
    @Test func aRecordIsOneLineOfJSON() {
        var handler = JSONLogHandler(label: "todo")
        handler[metadataKey: "kept"] = "yes"
        let event = LogEvent(
            level: .error,
            message: "It \"failed\"\nbadly",
            metadata: ["kept": "over", "list": ["a", .stringConvertible(1)], "map": ["b": "\u{7}"]],
            source: "TodoServer",
            file: "",
            function: "",
            line: 1
        )
        expectNoDifference(
            String(buffer: handler.line(event, at: Token.now)),
            #"{"time":"2026-02-17T10:00:00.000Z","level":"error","logger":"todo","message":"It \"failed\"\nbadly","#
                + #""metadata":{"kept":"over","list":["a","1"],"map":{"b":"\u0007"}}}"# + "\n"
        )
    }

    @Test func withoutMetadataThereIsNone() {
        let event = LogEvent(level: .info, message: "m", metadata: nil, source: nil, file: "", function: "", line: 1)
        expectNoDifference(
            String(buffer: JSONLogHandler(label: "l").line(event, at: Token.now)),
            #"{"time":"2026-02-17T10:00:00.000Z","level":"info","logger":"l","message":"m"}"# + "\n"
        )
    }
}
