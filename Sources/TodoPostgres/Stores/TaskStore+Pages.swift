import TodoCore

/// Lists, a page at a time, each bounded in rows and in bytes.
extension PostgresClient {
    /// About how many bytes a page holds at most, each task counted with what it has besides its texts.
    private static let pageBytes = 256 * 1024
    private static let bytesWithoutTexts = 160

    private struct ListedRows {
        var tasks: [TodoTask] = []
        /// The row behind them, when its description is too long for a list.
        var long: TaskPosition?
        /// Whether rows were read, or may follow, that are in neither.
        var hasMore = false
    }

    func taskPage(_ query: TaskQuery) async throws(TodoError) -> TaskPage {
        var query = query
        while true {
            let rows = try await listedRows(query)
            guard rows.tasks.isEmpty, let position = rows.long else {
                return TaskPage(
                    tasks: rows.tasks,
                    next: rows.hasMore ? rows.tasks.last.map(TaskPosition.init(of:)) : nil
                )
            }
            if let task = try await task(position.id, .list, query.owner),
                query.isCompleted == nil || task.isCompleted == query.isCompleted
            {
                return TaskPage(tasks: [task], next: rows.hasMore ? position : nil)
            }
            // It went away in between.
            guard rows.hasMore else { return TaskPage(tasks: [], next: nil) }
            query.after = position
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
            Self.listedRows(result, query)
        }
    }

    /// The rows up to the limit, to one that is too long, or to the size of a page.
    private static func listedRows(_ result: borrowing PGResult, _ query: TaskQuery) -> ListedRows {
        let count = min(result.rowCount, query.limit)
        var rows = ListedRows()
        rows.tasks.reserveCapacity(count)
        var bytes = 0
        while rows.tasks.count < count, bytes < pageBytes {
            let row = rows.tasks.count
            if !result.isNull(row: row, column: 7) {
                rows.long = result.position(row: row)
                break
            }
            let task = result.task(row: row, owner: query.owner)
            bytes += bytesWithoutTexts + task.title.rawValue.utf8.count + (task.description?.rawValue.utf8.count ?? 0)
            rows.tasks.append(task)
        }
        let taken = rows.tasks.isEmpty && rows.long != nil ? 1 : rows.tasks.count
        rows.hasMore = taken < result.rowCount
        return rows
    }
}

extension PGResult {
    fileprivate func position(row: Int) -> TaskPosition {
        TaskPosition(
            createdAt: Timestamp(postgresMicroseconds: int64(row: row, column: 4)),
            id: TodoTask.ID(unchecked: int64(row: row, column: 0))
        )
    }
}
