import TodoCore

/// Lists, a page at a time, each bounded in rows and in bytes.
extension PostgresClient {
    /// About how many bytes a page holds at most, each task counted with what it has besides its texts.
    private static let pageBytes = 256 * 1024
    private static let bytesWithoutTexts = 160

    private struct ListedRows {
        let page: TaskPage
        /// The row before the next page, when it is not on this one, since its description is too long for a list.
        var long: TaskPosition?
    }

    func taskPage(_ query: TaskQuery) async throws(TodoError) -> TaskPage {
        var query = query
        while true {
            let rows = try await listedRows(query)
            guard let long = rows.long else { return rows.page }
            let next = rows.page.next
            if let task = try await task(long.id, .list, query.owner),
                query.isCompleted == nil || task.isCompleted == query.isCompleted
            {
                return TaskPage(tasks: [task], next: next)
            }
            // It went away in between.
            guard next != nil else { return rows.page }
            query.after = next
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
        var page = TaskPage.Builder(owner: query.owner, capacity: count)
        var long: TaskPosition?
        while page.count < count, page.count * bytesWithoutTexts + page.textBytes < pageBytes {
            guard result.append(row: page.count, to: &page) else {
                if page.count == 0 { long = result.position(row: 0) }
                break
            }
        }
        let last = long ?? page.last
        let taken = long == nil ? page.count : 1
        return ListedRows(page: page.page(next: taken < result.rowCount ? last : nil), long: long)
    }
}

extension PGResult {
    /// Appends the task in a row of a list.
    ///
    /// - Returns: whether it was appended, which it is unless its description is too long for a list.
    func append(row: Int, to page: inout TaskPage.Builder) -> Bool {
        let description = unsafe bytes(row: row, column: 2)
        guard description.count <= TaskStatements.longestListedDescription else { return false }
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

    fileprivate func position(row: Int) -> TaskPosition {
        TaskPosition(
            createdAt: Timestamp(postgresMicroseconds: int64(row: row, column: 3)),
            id: TodoTask.ID(unchecked: int64(row: row, column: 0))
        )
    }
}
