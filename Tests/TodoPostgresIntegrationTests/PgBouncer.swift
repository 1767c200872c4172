import Foundation
import PrivatePostgres
import Testing
import TodoTestSupport

/// A PgBouncer in transaction mode in front of the private PostgreSQL.
enum PgBouncer {
    /// Runs `body` with the URL of the database by way of a pooler, which ends afterwards.
    static func with(_ database: TestDatabase, _ body: (String) async throws -> Void) async throws {
        let port = try await LoopbackPort.free()
        let folder = FileManager.default.temporaryDirectory.appending(path: "pgbouncer-\(UUID())")
        // It refuses to run as root, and the socket is open to the owner of the cluster alone.
        let attributes = try FileManager.default.attributesOfItem(atPath: database.cluster.socketDirectory)
        let user = try #require(attributes[.ownerAccountName] as? String)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        let settings = """
            [databases]
            * = host=\(database.cluster.socketDirectory) port=\(database.cluster.port) user=postgres
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = \(port)
            unix_socket_dir =
            auth_type = any
            pool_mode = transaction
            default_pool_size = 2
            """
        let file = folder.appending(path: "pgbouncer.ini")
        try Data(settings.utf8).write(to: file)
        // Debian puts it where only root's PATH leads.
        let path = (ProcessInfo.processInfo.environment["PATH"] ?? "") + ":/usr/sbin:/usr/local/sbin"
        var command = SupervisedCommand(
            "/usr/bin/env",
            ["pgbouncer", "--quiet"] + (getuid() == 0 ? ["--user=\(user)"] : []) + [file.path],
            environment: ["PATH": path]
        )
        command.logPath = folder.appending(path: "log").path
        let process = try await SupervisedProcess.launch(command)
        do {
            try await waitUntilListening(port, process)
            try await body("postgresql://anybody@127.0.0.1:\(port)/\(database.name)")
            await process.stopImmediately()
        } catch {
            await process.stopImmediately()
            throw error
        }
    }

    private static func waitUntilListening(_ port: Int, _ process: SupervisedProcess) async throws {
        let deadline = ContinuousClock.now + .seconds(10)
        while try await !LoopbackPort.isTaken(port) {
            try #require(process.exitStatus == nil && ContinuousClock.now < deadline, "PgBouncer does not listen")
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
