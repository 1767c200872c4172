#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension ClusterFolder {
    /// The name of the only login role, a superuser whoever runs the server.
    static let superuser = "postgres"

    private static let unfinishedPrefix = "initdb-"

    /// Makes the data directory if there is none yet.
    ///
    /// `initdb` works in a folder beside it that is renamed when all is done, so there is never a half-made cluster.
    ///
    /// `isTemporary` says that the whole folder goes when we are killed meanwhile.
    func initialise(with binaries: PostgresBinaries, isTemporary: Bool) async throws(PrivatePostgresError) {
        removeUnfinished()
        if !FileManager.default.fileExists(atPath: data + "/PG_VERSION") {
            guard let unfinished = UniqueFolder.make(prefix: "\(path)/\(Self.unfinishedPrefix)") else {
                throw Self.failure("make a folder in", path)
            }
            try give(unfinished)
            try await runInitdb(in: unfinished, with: binaries, removing: isTemporary ? path : unfinished)
            guard rename(unfinished, data) == 0 else { throw Self.failure("rename \(unfinished) to", data) }
        }
        try writeAccessRules()
    }

    private func runInitdb(
        in directory: String,
        with binaries: PostgresBinaries,
        removing removalPath: String
    ) async throws(PrivatePostgresError) {
        var command = SupervisedCommand(
            binaries.path("initdb"),
            [
                "--pgdata=\(directory)", "--username=\(Self.superuser)", "--auth=trust", "--encoding=UTF8",
                "--locale=\(Self.locale)", "--no-sync", "--no-instructions",
            ],
            environment: PostgresEnvironment.variables
        )
        command.logPath = log
        command.removalPath = removalPath
        command.workingDirectory = "/"
        command.user = user
        let process = try await SupervisedProcess.launch(command)
        let status = await withTaskCancellationHandler {
            await process.wait()
        } onCancel: {
            process.requestStop()
        }
        guard status == 0 else {
            try? FileManager.default.removeItem(atPath: directory)
            throw PrivatePostgresError(.startFailed, "initdb ended with status \(status). \(logTail())")
        }
    }

    /// Over the socket, whose folder only its owner can enter, anyone; over TCP by password.
    private func writeAccessRules() throws(PrivatePostgresError) {
        let rules = """
            local all all trust
            host all all 127.0.0.1/32 scram-sha-256

            """
        let file = data + "/pg_hba.conf"
        guard FileManager.default.contents(atPath: file) != Data(rules.utf8) else { return }
        do {
            try Data(rules.utf8).write(to: URL(filePath: file))
        } catch {
            throw PrivatePostgresError(.folder, "cannot write \(file): \(error)")
        }
        try give(file)
    }

    private func removeUnfinished() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        for name in names where name.hasPrefix(Self.unfinishedPrefix) {
            try? FileManager.default.removeItem(atPath: "\(path)/\(name)")
        }
    }

    /// The locale that compares bytes and yet knows letters beyond ASCII, where the system has it.
    private static var locale: String {
        guard let locale = newlocale(1 << LC_CTYPE, "C.UTF-8", nil) else { return "C" }
        freelocale(locale)
        return "C.UTF-8"
    }

    /// The last lines of the server's log, for an error message.
    func logTail() -> String {
        let content = FileManager.default.contents(atPath: log) ?? Data()
        let lines = String(decoding: content.suffix(4096), as: UTF8.self).split(separator: "\n").suffix(12)
        return lines.isEmpty ? "Its log \(log) is empty." : "Its log \(log) ends:\n\(lines.joined(separator: "\n"))"
    }
}
