import CustomDump
import Logging
import Testing
import TodoSettings
import TodoTestSupport

@testable import TodoServer

@Suite struct SettingsTests {
    private static let complete = [
        "DATABASE_URL": "postgresql://localhost/todo", "BETTER_AUTH_SECRET": Token.secret,
    ]

    @Test func theProblemsOfAllGroupsComeTogether() {
        do {
            _ = try Settings(Environment(["PORT": "x", "LOG_LEVEL": "loud"]))
            Issue.record("nothing was wrong")
        } catch {
            expectNoDifference(
                error.problems.map(\.setting),
                ["DATABASE_URL", "BETTER_AUTH_SECRET", "PORT", "LOG_LEVEL"]
            )
        }
    }

    @Test(arguments: ["trace", "notice", "critical"])
    func theLogLevelIsTheOneAskedFor(level: String) throws {
        let settings = try Settings(Environment(Self.complete.merging(["LOG_LEVEL": level]) { $1 }))
        let output = LogOutput(descriptor: -1, format: .text)
        #expect(Logger(settings.server, output: output).logLevel.rawValue == level)
    }
}
