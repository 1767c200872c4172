import TodoSettings

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

/// The secret that signs tokens in development: 32 random bytes in base64, made once, readable by its owner alone.
enum DevelopmentSecret {
    static func readOrMake(at path: String) throws -> Secret {
        if let secret = try read(path) { return secret }
        let text = Data((0..<32).map { _ in UInt8.random(in: .min ... .max) }).base64EncodedString()
        // Written whole under another name and then linked, so that the file never exists without its content, and the
        // first of two that start together wins.
        let unfinished = "\(path).\(getpid())"
        let descriptor = open(unfinished, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("write", unfinished) }
        defer { unlink(unfinished) }
        defer { close(descriptor) }
        guard DescriptorOutput.write(text + "\n", to: descriptor), fsync(descriptor) == 0 else {
            throw failure("write", unfinished)
        }
        guard link(unfinished, path) == 0 || errno == EEXIST else { throw failure("write", path) }
        guard let secret = try read(path) else { throw failure("read", path) }
        return secret
    }

    private static func read(_ path: String) throws -> Secret? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let content = FileManager.default.contents(atPath: path) else { throw failure("read", path) }
        return Secret(String(decoding: content.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }

    private static func failure(_ action: String, _ path: String) -> Failure {
        Failure("cannot \(action) \(path): \(String(cString: strerror(errno)))")
    }
}
