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

/// The folder that `todoctl dev` keeps its things in: `postgres/`, `secret`, and a `.gitignore` that keeps both out of git.
struct DevelopmentFolder: Sendable {
    let path: String

    var cluster: String { path + "/postgres" }
    var secret: String { path + "/secret" }

    /// Makes the folder where it is missing.
    ///
    /// Others may pass through it: as root, PostgreSQL runs as another user. What is inside is guarded by itself.
    func make() throws {
        if mkdir(path, 0o711) == 0 {
            // The umask may have taken the permission to pass through.
            chmod(path, 0o711)
        } else if errno != EEXIST {
            throw Failure("cannot make the folder \(path): \(String(cString: strerror(errno)))")
        }
        let ignoreFile = path + "/.gitignore"
        if !FileManager.default.fileExists(atPath: ignoreFile) {
            do {
                try Data("*\n".utf8).write(to: URL(filePath: ignoreFile))
            } catch {
                throw Failure("cannot write in the folder \(path): \(error)")
            }
        }
    }
}
