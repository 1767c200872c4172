import Testing
import TodoSettings

@Suite(.timeLimit(.minutes(1)))
struct CommandLineTests {
    private static let migrations = ["status", "plan", "up", "down", "verify", "repair", "adopt", "link-users"]
        .map { ["migrate", $0, "--help"] }

    @Test(arguments: migrations)
    func everyCommandOnTheSchemaHasExamplesAndSpeaksJSON(arguments: [String]) async throws {
        let help = try await TestProcess.run(BuiltProducts.todoctl, arguments).standardOutput
        #expect(help.contains("EXAMPLES:\n  todoctl migrate \(arguments[1])"))
        #expect(help.contains("--json"))
    }

    @Test(arguments: [
        ["--help"], ["migrate", "--help"], ["token", "issue", "--help"], ["token", "inspect", "--help"],
        ["token", "verify", "--help"], ["token", "keygen", "--help"], ["token", "jwks", "--help"], ["dev", "--help"],
        ["task", "--help"], ["user", "--help"],
    ])
    func helpGoesToStandardOutput(arguments: [String]) async throws {
        let result = try await TestProcess.run(BuiltProducts.todoctl, arguments)
        #expect(result.exitCode == 0)
        #expect(result.standardOutput.contains("USAGE: todoctl"))
        #expect(result.standardError.isEmpty)
    }

    @Test(arguments: [
        "task add", "task complete", "task delete", "task list", "task show", "user erase", "user export",
        "user import",
        "user list", "user stats",
    ])
    func helpHasExamplesThatBeginWithTheCommand(command: String) async throws {
        let arguments = command.split(separator: " ").map(String.init) + ["--help"]
        let help = try await TestProcess.run(BuiltProducts.todoctl, arguments).standardOutput
        #expect(help.contains("EXAMPLES:\n  todoctl \(command)"))
    }

    @Test func helpNamesTheSettingsAndTheExitCodes() async throws {
        let help = try await todoctl("--help").standardOutput
        for name in [
            "DATABASE_URL", "MIGRATION_DATABASE_URL", "BETTER_AUTH_SECRET", "JWKS_URL", "JWT_ISSUER", "JWT_AUDIENCE",
        ] {
            #expect(help.contains(name))
        }
        for status in [
            ExitStatus.pending, ExitStatus.drift, ExitStatus.usage, ExitStatus.dataError, ExitStatus.unavailable,
            ExitStatus.configuration, ExitStatus.interrupted,
        ] {
            #expect(help.contains("\(status)  "))
        }
    }

    @Test func printsTheVersion() async throws {
        let result = try await todoctl("--version")
        #expect(result.exitCode == 0)
        #expect(result.standardOutput == Version.current + "\n")
    }

    @Test(arguments: [
        ["no-such-command"],
        ["migrate", "up", "--no-such-option"],
        ["migrate", "up", "--lock-timeout", "soon"],
        ["migrate", "down", "--yes"],
        ["migrate", "down", "--to", "-1", "--yes"],
        ["migrate", "repair"],
        ["migrate", "adopt", "--plan", "--yes"],
        ["migrate", "link-users", "--table", ""],
        ["token", "issue"],
        ["token", "issue", "--user", ""],
        ["token", "issue", "--user", "alice", "--expires-in", "0s"],
        ["token", "issue", "--user", "alice", "--expires-in", "1.5h"],
        ["token", "issue", "--user", "alice", "--claim", "nameless"],
        ["token", "issue", "--user", "alice", "--claim", "sub=bob"],
        ["token", "inspect", "--at", "soon"],
        ["token", "keygen"],
        ["token", "jwks"],
        ["dev", "--port", "65536"],
        ["dev", "--yes"],
        ["dev", "--reset"],
    ])
    func wrongUseIsStatus64AndExplainedOnStandardError(arguments: [String]) async throws {
        let result = try await TestProcess.run(BuiltProducts.todoctl, arguments)
        #expect(result.exitCode == ExitStatus.usage)
        #expect(result.standardOutput.isEmpty)
        #expect(result.standardError.contains("Error: "))
    }
}
