import TodoCore

/// How far the import of a file for a user is, kept in the database beside the tasks and moved in the same transactions.
///
/// So an import that ended anywhere is continued exactly behind the last line that counts, and a file is never imported twice
/// by mistake. The lines of each origin have an entry of their own, because those of others may be refused at first, and
/// adopted later.
struct ImportLedger: Sendable {
    private struct Entry {
        let origin: TaskFile.Origin
        /// What the lines are known by, whatever the file's name.
        let key: String
        var line = 0
        var tasks = 0
        var isFinished = false
    }

    private let owner: UserID
    /// Of those origins alone of which the file has good lines.
    private var entries: [Entry]

    init(owner: UserID, _ check: TaskFileCheck) {
        self.owner = owner
        entries = TaskFile.Origin.allCases.filter { check.counts[$0] != nil }.map { origin in
            Entry(origin: origin, key: origin.key(digest: check.digest))
        }
    }

    /// The line behind which some are lacking.
    var line: Int { entries.lazy.filter { !$0.isFinished }.map(\.line).min() ?? 0 }
    /// How many tasks count as imported.
    var tasks: Int { entries.reduce(0) { $0 + $1.tasks } }
    var isFinished: Bool { entries.allSatisfy(\.isFinished) }

    /// Whether a good line does not count as imported yet.
    func lacks(_ line: Int, _ origin: TaskFile.Origin) -> Bool {
        entries.contains { $0.origin == origin && !$0.isFinished && $0.line < line }
    }

    /// Opens the entries, or finds those of an earlier run; in a transaction as administrator.
    ///
    /// - Parameters:
    ///   - restarts: whether a finished import begins anew.
    ///   - session: in such a transaction.
    /// - Throws: ``PostgresError``
    mutating func open(restarts: Bool, _ session: borrowing BlockingSession) throws(PostgresError) {
        try session.query(
            "insert into todo_imports (user_id, digest) select $1, unnest($2) on conflict do nothing",
            [.text, .textArray],
            keys,
            timeout: BlockingSession.patience
        )
        try read(session)
        guard restarts, isFinished else { return }
        try session.query(
            """
            update todo_imports set line = 0, tasks = 0, started_at = now(), finished_at = null
            where user_id = $1 and digest = any($2) and finished_at is not null
            """,
            [.text, .textArray],
            keys,
            timeout: BlockingSession.patience
        )
        try read(session)
    }

    private mutating func read(_ session: borrowing BlockingSession) throws(PostgresError) {
        var found = entries
        try session.query(
            """
            select digest, line, tasks, finished_at is not null from todo_imports
            where user_id = $1 and digest = any($2)
            """,
            [.text, .textArray],
            keys,
            timeout: BlockingSession.patience
        ) { result in
            for row in 0..<result.rowCount {
                let key = result.text(row: row, column: 0)
                guard let index = found.firstIndex(where: { $0.key == key }) else { continue }
                found[index].line = Int(result.int64(row: row, column: 1))
                found[index].tasks = Int(result.int64(row: row, column: 2))
                found[index].isFinished = result.bool(row: row, column: 3)
            }
        }
        entries = found
    }

    private var keys: [PostgresValue] { [.text(owner.rawValue), .texts(entries.map { $0.key })] }

    /// Moves the entries behind a batch, in the batch's transaction.
    ///
    /// - Throws: ``AdministrationError`` when another run has moved or removed one, ``PostgresError``.
    mutating func move(behind batch: ImportBatch, _ session: borrowing BlockingSession) throws {
        for index in entries.indices where !entries[index].isFinished {
            let before = entries[index].line
            // An earlier run may have been further with these lines than with the others.
            entries[index].line = max(before, batch.lastLine)
            entries[index].tasks += batch.counts[entries[index].origin, default: 0]
            entries[index].isFinished = batch.isLast
            try record(entries[index], from: before, session)
        }
    }

    private func record(_ entry: Entry, from line: Int, _ session: borrowing BlockingSession) throws {
        var isMoved = false
        try session.query(
            """
            update todo_imports set line = $4, tasks = $5, finished_at = case when $6 then now() end
            where user_id = $1 and digest = $2 and line = $3 and finished_at is null
            returning line
            """,
            [.text, .text, .int8, .int8, .int8, .bool],
            [
                .text(owner.rawValue), .text(entry.key), .int8(Int64(line)), .int8(Int64(entry.line)),
                .int8(Int64(entry.tasks)), .bool(entry.isFinished),
            ],
            timeout: BlockingSession.patience
        ) { isMoved = $0.rowCount == 1 }
        guard isMoved else {
            throw AdministrationError.failed(
                "the same import is under way elsewhere, or the user has just been erased; nothing was doubled"
            )
        }
    }
}

extension TaskFile.Origin {
    /// What the lines of this origin are known by in a file whose lines have this SHA-256.
    fileprivate func key(digest: String) -> String {
        switch self {
        case .own: digest
        case .other: "\(digest) adopted"
        }
    }
}
