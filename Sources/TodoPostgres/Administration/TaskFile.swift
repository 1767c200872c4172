import TodoCore
import TodoJSON

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A file of tasks that is read line by line and judged by the rules.
///
/// It blocks, and is used by one thread.
final class TaskFile {
    enum Line {
        case task(TodoTask.Imported)
        case refused(FieldFaults)
        case blank
        case seal(ExportSeal)
    }

    private let descriptor: CInt
    private let lines: LineReader
    /// Whose tasks the file may hold; `nil` for anybody's.
    private let owner: UserID?

    /// - Throws: ``AdministrationError`` when there is no such file, or it cannot be read twice, as a pipe cannot.
    init(_ path: String, owner: UserID?) throws(AdministrationError) {
        self.owner = owner
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file("cannot read \(path)") }
        lines = LineReader(descriptor: descriptor)
        var facts = stat()
        guard unsafe fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            throw AdministrationError(
                code: .file,
                description: "\(path) is not a file: it is read twice, first to check it, then to import it"
            )
        }
    }

    deinit {
        close(descriptor)
    }

    /// The current line's number, from 1.
    var number: Int { lines.number }
    /// SHA-256 of the lines up to the current one, a seal left out.
    var digest: String { lines.digest }

    /// Goes to the next line and reads it; `nil` at the end of the file.
    func next() throws(AdministrationError) -> Line? {
        guard let line = try lines.next() else { return nil }
        var faults = FieldFaults()
        if line == .tooLong {
            faults.add(FieldFault("The line is longer than \(TaskLine.maximumLength) bytes"), for: "line")
            return .refused(faults)
        }
        let content = faults.collect("line") { () throws(FieldFault) in
            try unsafe lines.withLine { bytes throws(FieldFault) in try unsafe TaskLine(bytes) }
        }
        if case .seal(let seal)? = content { return .seal(seal) }
        lines.countIn()
        switch content {
        case .blank: return .blank
        case .task(let draft): return draft.validated(for: owner, &faults).map(Line.task) ?? .refused(faults)
        case .seal, nil: return .refused(faults)
        }
    }

    /// Goes behind a line without looking at those before.
    func skip(to number: Int) throws(AdministrationError) {
        while lines.number < number, let line = try lines.next() {
            if line != .tooLong { lines.countIn() }
        }
    }
}
