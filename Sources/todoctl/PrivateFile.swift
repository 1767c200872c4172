#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Files that their owner alone may read.
enum PrivateFile {
    /// Makes a file that only its owner may read and write; one that is there already stays as it is.
    ///
    /// It is written whole under another name and then linked, so that it never exists without its content.
    ///
    /// - Returns: whether it was made.
    /// - Throws: ``Failure``
    @discardableResult
    static func make(at path: String, content: String) throws -> Bool {
        let unfinished = "\(path).\(getpid())"
        let descriptor = open(unfinished, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure(writing: unfinished) }
        defer { unlink(unfinished) }
        defer { close(descriptor) }
        guard DescriptorOutput.write(content, to: descriptor), fsync(descriptor) == 0 else {
            throw Failure(writing: unfinished)
        }
        if link(unfinished, path) == 0 { return true }
        guard errno == EEXIST else { throw Failure(writing: path) }
        return false
    }

    /// The content of a file of at most `limit` bytes, or of a pipe (`/dev/fd/3`).
    ///
    /// - Throws: ``Failure`` when it cannot be read, is longer, or others than its owner may read or change it.
    static func read(_ path: String, limit: Int) throws -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure(reading: path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Failure(reading: path) }
        guard status.st_mode & 0o077 == 0 else {
            throw Failure("\(path) is open to others than its owner; close it with: chmod 600 \(path)")
        }
        guard let content = DescriptorInput.read(from: descriptor, limit: limit) else { throw Failure(reading: path) }
        guard content.count <= limit else { throw Failure("\(path) is longer than \(limit) bytes") }
        return content
    }
}

extension Failure {
    init(reading path: String) {
        self.init("cannot read \(path): \(String(cString: strerror(errno)))")
    }

    init(writing path: String) {
        self.init("cannot write \(path): \(String(cString: strerror(errno)))")
    }
}
