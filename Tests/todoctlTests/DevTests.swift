import Foundation
import Subprocess
import Testing
import TodoSettings

@Suite(.timeLimit(.minutes(2)))
struct DevTests {
    private static let lastLine = "-X DELETE"

    @Test(arguments: [Signal.interrupt, .terminate])
    func aSignalStopsTheServerAndThenTheDatabase(signal: Signal) async throws {
        try await TemporaryFolder.with { folder in
            let port = String(try await Ports.free())
            let server = try StandInServer.make(in: folder)
            var database: Int32 = 0
            let end = try await DevProcess.run(
                ["--port", port, "--server", server],
                in: folder,
                until: Self.lastLine
            ) { process, printed in
                #expect(printed.contains("http://127.0.0.1:\(port)/api/tasks"))
                #expect(printed.contains("export TOKEN='ey"))
                database = try Self.databaseProcessID(in: folder)
                #expect(Processes.isAlive(database))
                try process.send(signal)
            }
            #expect(end.exitCode == 0)
            #expect(StandInServer.events(in: folder) == "terminated\n")
            #expect(!Processes.isAlive(database))
        }
    }

    @Test func tellsTheServerItsSettingsByItsEnvironmentAlone() async throws {
        try await TemporaryFolder.with { folder in
            let port = String(try await Ports.free())
            let server = try StandInServer.make(in: folder)
            let end = try await DevProcess.run(
                ["--port", port, "--server", server, "--seed-demo"],
                in: folder,
                environment: [
                    "DATABASE_URL": "postgresql://production/todo", "FRONTEND_URL": "https://app.example.com",
                    "HOST": "0.0.0.0", "UNRELATED": "secret",
                ],
                until: Self.lastLine
            ) { process, printed in
                #expect(printed.contains("the user alice, who has tasks to look at"))
                try process.send(.interrupt)
            }
            #expect(end.exitCode == 0)
            let given = try StandInServer.given(in: folder)
            let secret = try String(contentsOfFile: folder + "/.todo/secret", encoding: .utf8)
            #expect(given.arguments.isEmpty)
            #expect(given.environment["DATABASE_URL"]?.hasPrefix("postgresql:///todo?host=") == true)
            #expect(given.environment["BETTER_AUTH_SECRET"].map { $0 + "\n" } == secret)
            #expect(given.environment["HOST"] == "127.0.0.1")
            #expect(given.environment["PORT"] == port)
            #expect(given.environment["FRONTEND_URL"] == "https://app.example.com")
            #expect(given.environment["UNRELATED"] == nil)
            #expect(Data(base64Encoded: String(secret.dropLast()))?.count == 32)
            let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/.todo/secret")
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test func keepsTheDataUntilAReset() async throws {
        try await TemporaryFolder.with { folder in
            let arguments = ["--database-only"]
            try await databaseOnly(arguments, in: folder, sql: "create table kept (n int)")
            let secret = try String(contentsOfFile: folder + "/.todo/secret", encoding: .utf8)
            try await databaseOnly(arguments, in: folder, sql: "insert into kept values (1)")
            try await databaseOnly(arguments + ["--reset", "--yes"], in: folder, sql: "create table kept (n int)")
            #expect(try String(contentsOfFile: folder + "/.todo/secret", encoding: .utf8) == secret)
        }
    }

    @discardableResult
    private func databaseOnly(_ arguments: [String], in folder: String, sql: String) async throws -> DevProcess.End {
        let end = try await DevProcess.run(arguments, in: folder, until: "postgresql:///") { process, url in
            let psql = try await TestProcess.run("psql", ["-Xqc", sql, String(url.dropLast())])
            #expect(psql.exitCode == 0, "\(psql.standardError)")
            try process.send(.interrupt)
        }
        #expect(end.exitCode == 0)
        return end
    }

    @Test func leavesNoOrphansWhenKilled() async throws {
        try await TemporaryFolder.with { folder in
            let port = String(try await Ports.free())
            let server = try StandInServer.make(in: folder)
            var database: Int32 = 0
            let end = try await DevProcess.run(
                ["--port", port, "--server", server],
                in: folder,
                until: Self.lastLine
            ) { process, _ in
                database = try Self.databaseProcessID(in: folder)
                try process.send(.kill)
            }
            #expect(end.exitCode == 128 + SIGKILL)
            let serverProcess = try StandInServer.given(in: folder).processID
            #expect(try await Processes.waitForEnd(of: database, within: .seconds(20)))
            #expect(try await Processes.waitForEnd(of: serverProcess, within: .seconds(20)))
            let again = try await DevProcess.run(
                ["--port", port, "--server", server],
                in: folder,
                until: Self.lastLine
            ) { process, _ in try process.send(.interrupt) }
            #expect(again.exitCode == 0)
        }
    }

    @Test func aServerThatEndsByItselfEndsEverythingWithItsStatus() async throws {
        try await TemporaryFolder.with { folder in
            let port = String(try await Ports.free())
            let server = try StandInServer.make(in: folder)
            var database: Int32 = 0
            let end = try await DevProcess.run(
                ["--port", port, "--server", server],
                in: folder,
                until: Self.lastLine
            ) { _, _ in
                database = try Self.databaseProcessID(in: folder)
                kill(try StandInServer.given(in: folder).processID, SIGUSR1)
            }
            #expect(end.exitCode == 7)
            #expect(end.standardError.contains("the server ended by itself with status 7"))
            #expect(!Processes.isAlive(database))
        }
    }

    @Test func aServerThatCannotStartEndsEverything() async throws {
        try await TemporaryFolder.with { folder in
            let port = String(try await Ports.free())
            let end = try await DevProcess.run(
                ["--port", port, "--server", "/bin/false"],
                in: folder,
                until: Self.lastLine
            ) { _, _ in }
            #expect(end.exitCode == 1)
            #expect(end.standardError.contains("before it was ready"))
            #expect(!FileManager.default.fileExists(atPath: folder + "/.todo/postgres/data/postmaster.pid"))
        }
    }

    @Test func saysThatThePortIsInUseBeforeItStartsAnything() async throws {
        try await TemporaryFolder.with { folder in
            let server = try StandInServer.make(in: folder)
            let result = try await Ports.withListener { port in
                try await TestProcess.run(
                    BuiltProducts.todoctl,
                    ["dev", "--port", String(port), "--server", server],
                    workingDirectory: folder
                )
            }
            #expect(result.exitCode == 1)
            #expect(result.standardError.contains("is in use; choose another one with --port"))
            #expect(!FileManager.default.fileExists(atPath: folder + "/.todo"))
        }
    }

    @Test func refusesAWeakSecretBeforeItStartsAnything() async throws {
        try await TemporaryFolder.with { folder in
            let result = try await TestProcess.run(
                BuiltProducts.todoctl,
                ["dev", "--port", String(Ports.free()), "--server", "/bin/false"],
                environment: ["BETTER_AUTH_SECRET": "change-me"],
                workingDirectory: folder
            )
            #expect(result.exitCode == ExitStatus.configuration)
            #expect(!FileManager.default.fileExists(atPath: folder + "/.todo/postgres"))
        }
    }

    @Test func givesTasksToLookAtOnceAndNotAgain() async throws {
        try await TemporaryFolder.with { folder in
            let arguments = ["--database-only", "--seed-demo"]
            let first = try await databaseOnly(arguments, in: folder, sql: "delete from tasks where title = 'Buy milk'")
            #expect(first.standardError.contains("added 10 tasks to look at for alice"))
            // What the user has done to them stays.
            let again = try await databaseOnly(
                arguments,
                in: folder,
                sql: """
                    do $$ begin
                        assert (select count(*) = 9 and count(*) filter (where completed) = 3 from tasks where user_id = 'alice');
                        delete from tasks;
                    end $$
                    """
            )
            #expect(again.standardError.contains("alice has tasks, and keeps them"))
            let without = try await databaseOnly(
                ["--database-only"],
                in: folder,
                sql: "do $$ begin assert not exists (select from tasks); end $$"
            )
            #expect(!without.standardError.contains("alice"))
        }
    }

    @Test func aSecondOneInTheSameFolderSaysSoAndLeavesTheFirstAlone() async throws {
        try await TemporaryFolder.with { folder in
            let end = try await DevProcess.run(["--database-only"], in: folder, until: "postgresql:///") { process, _ in
                let second = try await TestProcess.run(
                    BuiltProducts.todoctl,
                    ["dev", "--database-only"],
                    workingDirectory: folder
                )
                #expect(second.exitCode == 1)
                #expect(second.standardError.contains("running"), "\(second.standardError)")
                #expect(Processes.isAlive(try Self.databaseProcessID(in: folder)))
                try process.send(.interrupt)
            }
            #expect(end.exitCode == 0)
        }
    }

    @Test func saysHowToInstallPostgreSQLWhereItIsMissing() async throws {
        let result = try await todoctl("dev", "--database-only", environment: ["PGBIN": "/nowhere"])
        #expect(result.exitCode == ExitStatus.unavailable)
        #expect(result.standardError.contains("PGBIN"))
    }

    @Test func saysWhichServerProgramIsMissing() async throws {
        let result = try await todoctl("dev", "--server", "/nowhere/TodoServer")
        #expect(result.exitCode == ExitStatus.unavailable)
        #expect(result.standardError.contains("/nowhere/TodoServer is missing; build it with"))
    }

    private static func databaseProcessID(in folder: String) throws -> Int32 {
        let file = try String(contentsOfFile: folder + "/.todo/postgres/data/postmaster.pid", encoding: .utf8)
        return try #require(Int32(file.prefix { $0 != "\n" }))
    }
}
