public import TodoCore

extension PostgresClient {
    /// The task store on this client's database.
    public var taskStore: TaskStore {
        TaskStore(
            insert: { content, owner async throws(TodoError) in
                let values: [PostgresValue] = [
                    .text(owner.rawValue), .text(content.title.rawValue), .init(content.description),
                    .bool(content.isCompleted),
                ]
                let task = try await self.task(.write, TaskStatements.insert, values, owner)
                guard let task else { throw .internal() }
                return task
            },
            fetch: { id, owner async throws(TodoError) in
                try await self.task(.read, TaskStatements.fetch, [.int8(id.rawValue), .text(owner.rawValue)], owner)
            },
            list: { query async throws(TodoError) in
                try await self.page(query)
            },
            replace: { id, owner, content async throws(TodoError) in
                let values: [PostgresValue] = [
                    .int8(id.rawValue), .text(owner.rawValue), .text(content.title.rawValue),
                    .init(content.description),
                    .bool(content.isCompleted),
                ]
                return try await self.task(.write, TaskStatements.replace, values, owner)
            },
            complete: { id, owner, change async throws(TodoError) in
                let values: [PostgresValue] = [.int8(id.rawValue), .text(owner.rawValue), .init(change)]
                return try await self.task(.write, TaskStatements.complete, values, owner)
            },
            delete: { id, owner async throws(TodoError) in
                let values: [PostgresValue] = [.int8(id.rawValue), .text(owner.rawValue)]
                return try await self.translated(.write, TaskStatements.delete, values, owner) { result in
                    result.rowCount > 0
                }
            }
        )
    }

    private func task(
        _ kind: Kind,
        _ statement: Statement,
        _ values: [PostgresValue],
        _ owner: UserID
    ) async throws(TodoError) -> TodoTask? {
        try await translated(kind, statement, values, owner) { result in
            result.rowCount > 0 ? result.task(row: 0, owner: owner) : nil
        }
    }

    private func page(_ query: TaskQuery) async throws(TodoError) -> TaskPage {
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
        return try await translated(.list, statement, values, query.owner) { result in
            TaskPage(
                reading: (0..<result.rowCount).map { result.task(row: $0, owner: query.owner) },
                limit: query.limit
            )
        }
    }

    private func translated<Output: Sendable>(
        _ kind: Kind,
        _ statement: Statement,
        _ values: [PostgresValue],
        _ owner: UserID,
        _ decode: @escaping @Sendable (borrowing PGResult) -> Output
    ) async throws(TodoError) -> Output {
        do throws(PostgresError) {
            return try await query(kind, statement, values, as: owner) { result throws(PostgresError) in
                decode(result)
            }
        } catch {
            throw error.todoError(statement.access)
        }
    }
}

extension PostgresValue {
    fileprivate init(_ description: TaskDescription?) {
        self = description.map { .text($0.rawValue) } ?? .null
    }

    fileprivate init(_ change: TodoTask.CompletionChange) {
        switch change {
        case .toggle: self = .null
        case .set(let isCompleted): self = .bool(isCompleted)
        }
    }
}

extension PGResult {
    /// The task in a row with the columns of ``TaskStatements``.
    fileprivate func task(row: Int, owner: UserID) -> TodoTask {
        TodoTask(
            id: TodoTask.ID(unchecked: int64(row: row, column: 0)),
            owner: owner,
            title: TaskTitle(unchecked: text(row: row, column: 1)),
            description: isNull(row: row, column: 2) ? nil : TaskDescription(unchecked: text(row: row, column: 2)),
            isCompleted: bool(row: row, column: 3),
            createdAt: Timestamp(postgresMicroseconds: int64(row: row, column: 4)),
            updatedAt: Timestamp(postgresMicroseconds: int64(row: row, column: 5)),
            version: int64(row: row, column: 6)
        )
    }
}
