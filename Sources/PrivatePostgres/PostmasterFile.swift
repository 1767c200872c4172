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

/// What a server says about itself in `postmaster.pid`.
struct PostmasterFile: Sendable, Hashable {
    let processID: Int32
    let dataDirectory: String
    /// `starting`, `ready`, `stopping` or `standby`; empty until the server has written it.
    let status: String

    static func path(in dataDirectory: String) -> String { dataDirectory + "/postmaster.pid" }

    /// The file's content, or `nil` when there is none or it is not complete enough to name a process.
    static func read(in dataDirectory: String) -> PostmasterFile? {
        guard let content = FileManager.default.contents(atPath: path(in: dataDirectory)) else { return nil }
        return PostmasterFile(String(decoding: content, as: UTF8.self))
    }

    init?(_ text: String) {
        // PostgreSQL's pidfile.h: 1 process id, 2 data directory, …, 8 status.
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.trimming(while: { $0 == " " }) }
        guard lines.count >= 2, let processID = Int32(lines[0]), processID > 0 else { return nil }
        self.processID = processID
        dataDirectory = lines[1]
        status = lines.count >= 8 ? lines[7] : ""
    }

    /// Whether the process is there and is a PostgreSQL server of this data directory, not one that got a dead one's id.
    func isRunning() async -> Bool {
        guard kill(processID, 0) == 0 || errno == EPERM else { return false }
        #if os(Linux)
        // The server's working directory is its data directory. Another user's is not readable: then believe the command
        // line, which is empty for a process that has ended and was not waited for.
        if let directory = RealPath.resolve("/proc/\(processID)/cwd") {
            return directory == RealPath.resolve(dataDirectory)
        }
        let commandLine = FileManager.default.contents(atPath: "/proc/\(processID)/cmdline") ?? Data()
        return String(decoding: commandLine, as: UTF8.self).contains("postgres")
        #else
        let output = try? await ShellCommand.run("/bin/ps", ["-p", String(processID), "-o", "comm="])
        return output?.standardOutput.contains("postgres") ?? true
        #endif
    }
}

extension Substring {
    fileprivate func trimming(while predicate: (Character) -> Bool) -> String {
        String(String(drop(while: predicate).reversed().drop(while: predicate)).reversed())
    }
}
