import Crypto
import NIOCore
import TodoCore
import TodoJSON

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Where an export goes, and how far it is.
///
/// It blocks, and is used by one thread.
final class ExportOutput {
    private let destination: TaskExport.Destination
    private let descriptor: CInt
    private let cancellation: CancellationFlag
    private var hasher = SHA256()
    private var buffer = ByteBuffer()

    /// How many tasks were written, those of earlier runs included.
    private(set) var tasks = 0
    /// Where an earlier run stopped.
    private(set) var mark: ExportMark?

    private static let flushSize = 256 * 1024

    /// - Throws: ``AdministrationError`` when the file cannot be written, is being written by another run, or belongs to another
    ///   user's export.
    init(
        _ destination: TaskExport.Destination,
        owner: UserID,
        _ cancellation: CancellationFlag
    ) throws(AdministrationError) {
        self.destination = destination
        self.cancellation = cancellation
        switch destination {
        case .descriptor(let descriptor):
            self.descriptor = descriptor
        case .file(let path):
            let unfinished = Self.unfinished(path)
            descriptor = unsafe open(unfinished, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw .file("cannot write \(unfinished)") }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                close(descriptor)
                throw .refused("another export is writing \(unfinished)")
            }
            do throws(AdministrationError) {
                try resume(owner, unfinished)
            } catch {
                close(descriptor)
                throw error
            }
        }
    }

    deinit {
        if case .file = destination { close(descriptor) }
    }

    /// The name of a file that is not whole yet.
    private static func unfinished(_ path: String) -> String { path + ".part" }

    /// Takes over the whole lines of an earlier run and cuts off the rest.
    private func resume(_ owner: UserID, _ path: String) throws(AdministrationError) {
        let reader = LineReader(descriptor: descriptor)
        while let line = try reader.next(), line == .whole {
            guard let mark = (unsafe reader.withLine { unsafe ExportMark(line: $0) }) else { break }
            guard mark.owner == owner else {
                throw .refused("\(path) is another user's unfinished export; delete it, or choose another name")
            }
            self.mark = mark
            tasks += 1
            reader.countIn()
        }
        hasher = reader.hasher
        guard ftruncate(descriptor, off_t(reader.countedBytes)) == 0,
            lseek(descriptor, off_t(reader.countedBytes), SEEK_SET) >= 0
        else { throw .file("cannot write \(path)") }
    }

    func write(_ task: TodoTask) throws(AdministrationError) {
        buffer.writeJSONLine(task)
        tasks += 1
        if buffer.readableBytes >= Self.flushSize { try flush() }
    }

    /// Writes what is buffered.
    func flush() throws(AdministrationError) {
        countIn()
        try writeOut()
    }

    /// Counts what is buffered into the digest.
    private func countIn() {
        unsafe buffer.withUnsafeReadableBytes { unsafe hasher.update(bufferPointer: $0) }
    }

    /// Writes the seal; a file goes to the disk and gets its name.
    func finish() throws(AdministrationError) -> ExportSeal {
        countIn()
        let seal = ExportSeal(tasks: tasks, sha256: TextDigest.hexadecimal(hasher.finalize()))
        buffer.writeJSONLine(seal)
        try writeOut()
        if case .file(let path) = destination {
            guard fsync(descriptor) == 0, unsafe rename(Self.unfinished(path), path) == 0 else {
                throw .file("cannot write \(path)")
            }
            Self.syncFolder(of: path)
        }
        return seal
    }

    /// Makes the new name survive a crash of the machine, where the file system can.
    private static func syncFolder(of path: String) {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let descriptor = unsafe open(folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    private func writeOut() throws(AdministrationError) {
        let failure = unsafe buffer.readWithUnsafeReadableBytes { bytes -> (Int, AdministrationError?) in
            var written = 0
            while written < bytes.count {
                guard let room = room() else { return (written, .interrupted) }
                let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[written...].prefix(room))
                let count = unsafe systemWrite(descriptor, rest.baseAddress, rest.count)
                if count > 0 {
                    written += count
                } else if errno != EINTR {
                    return (written, .file("the export cannot be written"))
                }
            }
            return (written, nil)
        }
        buffer.discardReadBytes()
        if buffer.readableBytes == 0 { buffer.clear() }
        if let failure { throw failure }
    }

    /// How many bytes may be written without waiting long; `nil` once the export is cancelled.
    ///
    /// A pipe that says that it takes something takes this much; waiting for it must end when the reader never reads.
    private func room() -> Int? {
        if case .file = destination { return .max }
        while !cancellation.isSet {
            var state = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            if unsafe poll(&state, 1, 100) != 0 { return 4096 }
        }
        return nil
    }
}

extension AdministrationError {
    static let interrupted = AdministrationError(code: .interrupted, description: "interrupted")
}

private func systemWrite(_ descriptor: CInt, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    unsafe write(descriptor, bytes, count)
}
