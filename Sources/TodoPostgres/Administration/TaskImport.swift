public import TodoCore

/// Adds the tasks of a file of JSON Lines, as ``TaskExport`` writes it, to a user's, each exactly once.
///
/// The file is read twice: first it is checked, as a whole and line by line, and nothing is changed; then its good lines are added
/// in batches. The tasks get new numbers; their order and times are kept. Memory does not grow with their number.
public struct TaskImport: Sendable {
    /// How careful an import is.
    public struct Options: Sendable, Hashable {
        /// Whether tasks that name another user are taken too, those that an earlier import has refused for it among them.
        public var adoptsTasks = false
        /// Whether the file must end with the count and digest that an export writes, and fit them.
        public var requiresSeal = true
        /// Whether one bad line refuses the file, and all of it is added in one transaction.
        public var isStrict = false
        /// Whether a file that was imported for this user before is imported once more.
        public var repeats = false

        /// The file must bear an export's seal and hold the user's own tasks; bad lines are left out; it is imported once.
        public init() {}
    }

    private let database: PostgresConfiguration
    private let owner: UserID
    private let path: String
    private let options: Options

    /// - Parameters:
    ///   - url: a libpq connection URL whose login may act as `todo_admin`.
    ///   - path: a regular file.
    ///   - owner: whose tasks they become.
    ///   - options: how careful to be.
    public init(url: String, of path: String, for owner: UserID, _ options: Options = Options()) {
        database = PostgresConfiguration(url: url)
        self.owner = owner
        self.path = path
        self.options = options
    }

    /// Runs the import.
    ///
    /// When it fails or the task is cancelled, what was committed stays, and running it again continues behind it.
    ///
    /// - Parameters:
    ///   - refusal: called for each bad line, before anything is changed.
    ///   - progress: called now and then. Both are called on a thread of its own.
    /// - Returns: what was done.
    /// - Throws: ``AdministrationError``, with the code `refused` when the file is not what the options ask for, and
    ///   `interrupted` when the task was cancelled.
    public func run(
        _ refusal: @escaping @Sendable (RefusedLine) -> Void,
        _ progress: @escaping @Sendable (TransferProgress) -> Void
    ) async throws(AdministrationError) -> ImportReport {
        try await BlockingSession.administer(database) { session in
            let check = try TaskFileCheck(file(), isCancelled: { session.isCancelled }, refusal) { done in
                progress(TransferProgress(phase: .checking, done: done, resumed: 0, total: nil))
            }
            if options.requiresSeal { try check.requireSeal() }
            if options.isStrict, check.refused > 0 {
                throw AdministrationError.refused("\(check.refused) lines break the rules; nothing was imported")
            }
            return try add(check, session, progress)
        }
    }

    private func file() throws(AdministrationError) -> TaskFile {
        try TaskFile(path, owner: owner, adopts: options.adoptsTasks)
    }

    private func add(
        _ check: TaskFileCheck,
        _ session: borrowing BlockingSession,
        _ progress: (TransferProgress) -> Void
    ) throws -> ImportReport {
        var ledger = ImportLedger(owner: owner, check)
        try session.begin(.change, as: .administrator, for: owner)
        try ledger.open(restarts: options.repeats, session)
        if !options.isStrict { try session.commit() }
        let resumed = ledger.tasks
        func report() {
            progress(TransferProgress(phase: .importing, done: ledger.tasks, resumed: resumed, total: check.tasks))
        }
        report()
        if !ledger.isFinished {
            let file = try file()
            try file.skip(to: ledger.line)
            var batch = try ImportBatch(file, for: ledger)
            while !ledger.isFinished {
                if session.isCancelled { throw AdministrationError.interrupted }
                if !options.isStrict { try session.begin(.change, as: .administrator, for: owner) }
                try ledger.move(behind: batch, session)
                try session.send(ImportBatch.insertion, ImportBatch.insertionTypes, batch.values(owner))
                // The next lines are read while the server works on these.
                if !batch.isLast { batch = try ImportBatch(file, for: ledger) }
                try session.collect(BlockingSession.patience) { _ in }
                if ledger.isFinished, file.digest != check.digest {
                    throw AdministrationError.failed("the file was changed while it was read; run the import again")
                }
                if !options.isStrict || ledger.isFinished { try session.commit() }
                report()
            }
        } else if options.isStrict {
            try session.commit()
        }
        return ImportReport(
            tasks: check.tasks,
            imported: ledger.tasks - resumed,
            refused: check.refused,
            sha256: check.digest
        )
    }
}

/// What an import came to.
public struct ImportReport: Sendable, Hashable {
    /// The good lines of the file.
    public let tasks: Int
    /// How many of them this run added; an earlier one had added the others.
    public let imported: Int
    /// The lines that break the rules.
    public let refused: Int
    /// SHA-256 of the file without its last line, if that is the export's.
    public let sha256: String
}
