import TodoCore

/// Lists, a page at a time, each bounded in rows and in bytes.
extension PostgresClient {
    /// About how many bytes a page holds at most, each task counted with what it has besides its texts.
    private static let pageBytes = 256 * 1024
    private static let bytesWithoutTexts = 160

    /// What a list's statement brought of a page.
    private struct ListedRows {
        let owner: UserID
        /// Runs of tasks, each before one whose description is missing.
        private(set) var runs: [(tasks: TaskPage.Builder, missing: TodoTask.ID)] = []
        /// The tasks after the last of these, which mostly are all.
        var tasks: TaskPage.Builder
        var next: TaskPosition?
        private var bytesOfRuns = 0

        init(_ owner: UserID, capacity: Int) {
            self.owner = owner
            tasks = TaskPage.Builder(owner: owner, capacity: capacity)
        }

        /// How large the page is so far.
        var bytes: Int { bytesOfRuns + tasks.count * bytesWithoutTexts + tasks.textBytes }

        mutating func appendMissing(_ id: TodoTask.ID, descriptionBytes: Int) {
            bytesOfRuns = bytes + bytesWithoutTexts + descriptionBytes
            runs.append((tasks, id))
            tasks = TaskPage.Builder(owner: owner, capacity: 0)
        }
    }

    func taskPage(_ query: TaskQuery) async throws(TodoError) -> TaskPage {
        var query = query
        while true {
            let rows = try await listedRows(query)
            guard !rows.runs.isEmpty else { return rows.tasks.page(next: rows.next) }
            let page = try await filled(rows, query)
            // Those that were missing may all have gone away in between.
            guard page.isEmpty, page.next != nil else { return page }
            query.after = page.next
        }
    }

    /// The page, with what was missing fetched in one statement.
    private func filled(_ rows: ListedRows, _ query: TaskQuery) async throws(TodoError) -> TaskPage {
        let missing = try await tasks(rows.runs.map(\.missing), query.owner)
        var page = TaskPage.Builder(owner: query.owner, capacity: query.limit)
        for run in rows.runs {
            page.append(contentsOf: run.tasks)
            if let task = missing[run.missing], query.isCompleted == nil || task.isCompleted == query.isCompleted {
                page.append(task)
            }
        }
        page.append(contentsOf: rows.tasks)
        return page.page(next: rows.next)
    }

    private func tasks(_ ids: [TodoTask.ID], _ owner: UserID) async throws(TodoError) -> [TodoTask.ID: TodoTask] {
        let values: [PostgresValue] = [.int8s(ids.map(\.rawValue)), .text(owner.rawValue)]
        return try await translated(.list, TaskStatements.fetchSeveral, values, owner) { result throws(PostgresError) in
            let tasks = (0..<result.rowCount).map { result.task(row: $0, owner: owner) }
            return Dictionary(tasks.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        }
    }

    private func listedRows(_ query: TaskQuery) async throws(TodoError) -> ListedRows {
        // One more than asked for shows whether there are more.
        var values: [PostgresValue] = [.text(query.owner.rawValue), .int8(Int64(query.limit) + 1)]
        if let isCompleted = query.isCompleted { values.append(.bool(isCompleted)) }
        if let position = query.after {
            values += [.timestamptz(position.createdAt), .int8(position.id.rawValue)]
        }
        let statement =
            switch (query.isCompleted, query.after) {
            case (nil, nil): TaskStatements.list
            case (nil, _?): TaskStatements.listAfter
            case (_?, nil): TaskStatements.listCompleted
            case (_?, _?): TaskStatements.listCompletedAfter
            }
        return try await translated(.list, statement, values, query.owner) { result throws(PostgresError) in
            try Self.listedRows(result, query)
        }
    }

    /// The rows up to the limit, or to the size of a page, which one row alone may exceed.
    private static func listedRows(
        _ result: borrowing PGResult,
        _ query: TaskQuery
    ) throws(PostgresError) -> ListedRows {
        let count = min(result.rowCount, query.limit)
        var rows = ListedRows(query.owner, capacity: count)
        var row = 0
        while row < count, rows.bytes < pageBytes {
            guard result.position(row: row).id.rawValue > 0 else { throw .noTask }
            if !result.append(row: row, to: &rows.tasks) {
                let bytes = result.missingDescriptionBytes(row: row)
                guard row == 0 || rows.bytes + bytes <= pageBytes else { break }
                rows.appendMissing(result.position(row: row).id, descriptionBytes: bytes)
            }
            row += 1
        }
        if row < result.rowCount, row > 0 { rows.next = result.position(row: row - 1) }
        return rows
    }
}

extension PGResult {
    /// Appends the task in a row of a list.
    ///
    /// - Returns: whether it was appended, which it is unless its description is missing.
    func append(row: Int, to page: inout TaskPage.Builder) -> Bool {
        let description = unsafe bytes(row: row, column: 2)
        guard unsafe description.first != TaskStatements.missingMark else { return false }
        let version = int64(row: row, column: 5)
        unsafe page.append(
            id: TodoTask.ID(unchecked: int64(row: row, column: 0)),
            title: bytes(row: row, column: 1),
            description: description.isEmpty && isNull(row: row, column: 2) ? nil : description,
            isCompleted: version < 0,
            createdAt: Timestamp(postgresMicroseconds: int64(row: row, column: 3)),
            updatedAt: Timestamp(postgresMicroseconds: int64(row: row, column: 4)),
            version: Int64(clamping: version.magnitude)
        )
        return true
    }

    /// How long the description is that is missing.
    ///
    /// One that only looks like what stands for another is no shorter than that, and no longer than PostgreSQL's can be.
    fileprivate func missingDescriptionBytes(row: Int) -> Int {
        let substitute = text(row: row, column: 2)
        return max(Int(Int32(substitute.dropFirst()) ?? 0), substitute.utf8.count)
    }

    fileprivate func position(row: Int) -> TaskPosition {
        TaskPosition(
            createdAt: Timestamp(postgresMicroseconds: int64(row: row, column: 3)),
            id: TodoTask.ID(unchecked: int64(row: row, column: 0))
        )
    }
}
