public import TodoCore
import TodoJSON

/// A line of a file that breaks the rules.
public struct RefusedLine: Sendable, Hashable {
    /// The line's number, from 1.
    public let number: Int
    /// Field → one sentence; `line` stands for the line as a whole.
    public let faults: FieldFaults
}

/// What a file of tasks holds, found out before anything is changed.
struct TaskFileCheck: Sendable {
    /// How many lines break the rules.
    private(set) var refused = 0
    /// How many good lines there are of each origin.
    private(set) var counts: [TaskFile.Origin: Int] = [:]
    private(set) var seal: ExportSeal?
    private(set) var digest = ""

    /// How many good lines there are.
    var tasks: Int { counts.values.reduce(0, +) }

    private static let reportInterval = 10_000

    /// Reads the file to its end.
    ///
    /// - Throws: ``AdministrationError`` when the file cannot be read, or `isCancelled` came true.
    init(
        _ file: TaskFile,
        isCancelled: () -> Bool,
        _ refusal: (RefusedLine) -> Void,
        _ progress: (Int) -> Void
    ) throws(AdministrationError) {
        while let line = try file.next() {
            switch line {
            case .blank: continue
            case .task(_, let origin) where seal == nil: counts[origin, default: 0] += 1
            case .refused(let faults) where seal == nil:
                refused += 1
                refusal(RefusedLine(number: file.number, faults: faults))
            case .seal(let seal) where self.seal == nil: self.seal = seal
            case .task, .refused, .seal:
                throw .refused(
                    "line \(file.number) stands behind the line with count and digest, which must be the last"
                )
            }
            if file.number.isMultiple(of: Self.reportInterval) {
                progress(tasks)
                if isCancelled() { throw .interrupted }
            }
        }
        digest = file.digest
    }

    /// - Throws: ``AdministrationError`` when the file is not the whole one that was exported.
    func requireSeal() throws(AdministrationError) {
        let remedy = "nothing was imported; with --unsealed it is taken as it is"
        guard let seal else {
            throw .refused(
                "the last line with count and digest is missing: the file was cut off, or not written by an export; \(remedy)"
            )
        }
        guard seal.tasks == tasks + refused else {
            throw .refused(
                "the file has \(tasks + refused) tasks where its last line counts \(seal.tasks); \(remedy)"
            )
        }
        guard seal.sha256 == digest else {
            throw .refused("the file was changed: its SHA-256 is not the one in its last line; \(remedy)")
        }
    }
}
