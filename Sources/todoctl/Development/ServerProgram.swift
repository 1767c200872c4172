import TodoSettings

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

#if canImport(Darwin)
import Darwin
#endif

/// Where the server program is.
enum ServerProgram {
    /// The program at `path`, or else `TodoServer` in the folder of the program that runs now.
    static func find(_ path: String?) throws -> String {
        let path = try path ?? (folderOfThisProgram() + "/TodoServer")
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw Failure(
                exitStatus: ExitStatus.unavailable,
                "the server program \(path) is missing; build it with: swift build --product TodoServer"
            )
        }
        return path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }

    private static func folderOfThisProgram() throws -> String {
        guard let program = thisProgram(), let slash = program.lastIndex(of: "/") else {
            throw Failure("cannot find out where todoctl is; name the server program with --server")
        }
        return String(program[..<slash])
    }

    private static func thisProgram() -> String? {
        #if canImport(Darwin)
        var size = UInt32(PATH_MAX)
        var buffer = [CChar](repeating: 0, count: Int(size))
        guard _NSGetExecutablePath(&buffer, &size) == 0, let resolved = realpath(buffer, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
        #else
        return try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        #endif
    }
}
