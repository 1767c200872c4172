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
        case task(TodoTask.Imported, Origin)
        case refused(FieldFaults)
        case blank
        case seal(ExportSeal)
    }

    /// Whose a task was.
    enum Origin: CaseIterable {
        /// The user's whom the file is read for, or nobody's who is named.
        case own
        /// Another user's, who is named.
        case other
    }

    private let descriptor: CInt
    private let lines: LineReader
    private let owner: UserID
    private let adopts: Bool

    /// - Parameters:
    ///   - path: a regular file.
    ///   - owner: whom it is read for.
    ///   - adopts: whether another user's tasks are taken too.
    /// - Throws: ``AdministrationError`` when there is no such file, or it cannot be read twice, as a pipe cannot.
    init(_ path: String, owner: UserID, adopts: Bool) throws(AdministrationError) {
        self.owner = owner
        self.adopts = adopts
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
        case .task(let draft):
            guard let task = draft.validated(for: adopts ? nil : owner, &faults) else { return .refused(faults) }
            return .task(task, origin(of: draft))
        case .seal, nil: return .refused(faults)
        }
    }

    private func origin(of draft: TodoTask.ImportDraft) -> Origin {
        guard case .value(let name) = draft.owner else { return .own }
        // To the letter, as the rules compare; `==` would hold canonically equivalent names equal.
        return name.utf8.elementsEqual(owner.rawValue.utf8) ? .own : .other
    }

    /// Goes behind a line without looking at those before.
    func skip(to number: Int) throws(AdministrationError) {
        while lines.number < number, let line = try lines.next() {
            if line != .tooLong { lines.countIn() }
        }
    }
}
