import TodoCore

/// How far the import of a file for a user is, kept in the database beside the tasks and moved in the same transactions.
///
/// So an import that ended anywhere is continued exactly behind the last line that counts, and a file is never imported twice
/// by mistake.
struct ImportLedger: Sendable {
    let owner: UserID
    /// SHA-256 of the file's lines, by which it is known again under any name.
    let digest: String
    private(set) var line = 0
    private(set) var tasks = 0
    private(set) var isFinished = false

    init(owner: UserID, digest: String) {
        self.owner = owner
        self.digest = digest
    }

    /// Opens the entry, or finds the one of an earlier run; in a transaction as administrator.
    ///
    /// - Parameters:
    ///   - restarts: whether a finished import begins anew.
    ///   - session: in such a transaction.
    /// - Throws: ``PostgresError``
    mutating func open(restarts: Bool, _ session: borrowing BlockingSession) throws(PostgresError) {
        let key: [PostgresValue] = [.text(owner.rawValue), .text(digest)]
        try session.query(
            "insert into todo_imports (user_id, digest) values ($1, $2) on conflict do nothing",
            [.text, .text],
            key,
            timeout: BlockingSession.patience
        )
        if restarts {
            try session.query(
                """
                update todo_imports set line = 0, tasks = 0, started_at = now(), finished_at = null
                where user_id = $1 and digest = $2 and finished_at is not null
                """,
                [.text, .text],
                key,
                timeout: BlockingSession.patience
            )
        }
        var found = self
        try session.query(
            "select line, tasks, finished_at is not null from todo_imports where user_id = $1 and digest = $2",
            [.text, .text],
            key,
            timeout: BlockingSession.patience
        ) { result in
            found.line = Int(result.int64(row: 0, column: 0))
            found.tasks = Int(result.int64(row: 0, column: 1))
            found.isFinished = result.bool(row: 0, column: 2)
        }
        self = found
    }

    /// Moves the entry behind a batch, in the batch's transaction.
    ///
    /// - Throws: ``AdministrationError`` when another run has moved or removed it, ``PostgresError``.
    mutating func move(behind batch: ImportBatch, _ session: borrowing BlockingSession) throws {
        var isMoved = false
        try session.query(
            """
            update todo_imports set line = $4, tasks = $5, finished_at = case when $6 then now() end
            where user_id = $1 and digest = $2 and line = $3 and finished_at is null
            returning line
            """,
            [.text, .text, .int8, .int8, .int8, .bool],
            [
                .text(owner.rawValue), .text(digest), .int8(Int64(line)), .int8(Int64(batch.lastLine)),
                .int8(Int64(tasks + batch.tasks)), .bool(batch.isLast),
            ],
            timeout: BlockingSession.patience
        ) { isMoved = $0.rowCount == 1 }
        guard isMoved else {
            throw AdministrationError.failed(
                "the same import is under way elsewhere, or the user has just been erased; nothing was doubled"
            )
        }
        line = batch.lastLine
        tasks += batch.tasks
        isFinished = batch.isLast
    }
}
