import Foundation
import Subprocess
import Testing

@testable import PrivatePostgres

@Suite(.timeLimit(.minutes(1)))
struct SupervisorTests {
    /// Says so when it is ready to be signalled, ignores the signals that `traps` names, and then waits for long.
    private static func child(_ traps: String = "") -> [String] {
        ["-c", "\(traps) echo ready >ready; while :; do sleep 0.05; done"]
    }

    private func command(_ arguments: [String], in folder: String) -> SupervisedCommand {
        var command = SupervisedCommand("/bin/sh", arguments, environment: PostgresEnvironment.variables)
        command.workingDirectory = folder
        command.logPath = folder + "/log"
        return command
    }

    @Test func passesTheExitStatusOn() async throws {
        try await TemporaryFolder.with { folder in
            let process = try await SupervisedProcess.launch(command(["-c", "exit 7"], in: folder))
            #expect(await process.wait() == 7)
            #expect(process.exitStatus == 7)
        }
    }

    @Test func saysInTheLogThatAProgramIsMissing() async throws {
        try await TemporaryFolder.with { folder in
            var command = command([], in: folder)
            command.executable = "/nowhere/program"
            let process = try await SupervisedProcess.launch(command)
            #expect(await process.wait() == 127)
            #expect(try String(contentsOfFile: folder + "/log", encoding: .utf8).contains("/nowhere/program"))
        }
    }

    @Test func stopsByTheStopSignal() async throws {
        try await TemporaryFolder.with { folder in
            let process = try await SupervisedProcess.launch(command(Self.child("trap 'exit 3' TERM;"), in: folder))
            try await waitForFile(folder + "/ready", exists: true)
            #expect(process.exitStatus == nil)
            #expect(await process.stop() == 3)
            #expect(!Processes.isAlive(process.processID))
        }
    }

    @Test func insistsAfterTheGracePeriod() async throws {
        try await TemporaryFolder.with { folder in
            var command = command(Self.child("trap '' TERM;"), in: folder)
            command.graceSeconds = 1
            let process = try await SupervisedProcess.launch(command)
            try await waitForFile(folder + "/ready", exists: true)
            let status = await process.stop()
            #expect(status == 128 + SIGKILL)
        }
    }

    @Test(arguments: [("", SIGTERM), ("trap '' TERM;", SIGKILL)])
    func theEndOfOurProcessStopsTheChildAndRemovesItsFolder(traps: String, signal: Int32) async throws {
        try await TemporaryFolder.with { folder in
            let removal = folder + "/removed"
            try FileManager.default.createDirectory(atPath: removal, withIntermediateDirectories: false)
            var command = command(Self.child(traps), in: folder)
            command.graceSeconds = 1
            command.removalPath = removal
            // The input ends when we are ready, as it does when a process that holds the pipe open ends.
            let result = try await Subprocess.run(
                .name("sh"),
                arguments: Arguments(Supervisor.arguments(for: command)),
                input: .inputWriter,
                output: .discarded,
                error: .discarded
            ) { execution in
                try await waitForFile(folder + "/ready", exists: true)
                #expect(FileManager.default.fileExists(atPath: removal))
                try await execution.standardInputWriter.finish()
            }
            #expect(result.terminationStatus == .exited(128 + signal))
            try await waitForFile(removal, exists: false)
        }
    }

    private func waitForFile(_ path: String, exists: Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(20)
        while FileManager.default.fileExists(atPath: path) != exists {
            try #require(ContinuousClock.now < deadline, "\(path) did not \(exists ? "appear" : "go away")")
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}
