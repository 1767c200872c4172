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
                let task = try await self.task(nil, .write, TaskStatements.insert, values, owner)
                guard let task else { throw .internal() }
                return task
            },
            fetch: { id, owner async throws(TodoError) in
                let values: [PostgresValue] = [.int8(id.rawValue), .text(owner.rawValue)]
                return try await self.task(id, .read, TaskStatements.fetch, values, owner)
            },
            list: { query async throws(TodoError) in
                try await self.taskPage(query)
            },
            replace: { id, owner, content async throws(TodoError) in
                let values: [PostgresValue] = [
                    .int8(id.rawValue), .text(owner.rawValue), .text(content.title.rawValue),
                    .init(content.description),
                    .bool(content.isCompleted),
                ]
                return try await self.task(id, .write, TaskStatements.replace, values, owner)
            },
            complete: { id, owner, change async throws(TodoError) in
                let values: [PostgresValue] = [.int8(id.rawValue), .text(owner.rawValue), .init(change)]
                return try await self.task(id, .write, TaskStatements.complete, values, owner)
            },
            delete: { id, owner async throws(TodoError) in
                let values: [PostgresValue] = [.int8(id.rawValue), .text(owner.rawValue)]
                return try await self.translated(.write, TaskStatements.delete, values, owner) {
                    result throws(PostgresError) in
                    result.rowCount > 0
                }
            }
        )
    }

    /// The task in the one row that comes back, whose number must be `id` where that is known.
    func task(
        _ id: TodoTask.ID?,
        _ kind: Kind,
        _ statement: Statement,
        _ values: [PostgresValue],
        _ owner: UserID
    ) async throws(TodoError) -> TodoTask? {
        try await translated(kind, statement, values, owner) { result throws(PostgresError) in
            guard result.rowCount > 0 else { return nil }
            let task = result.task(row: 0, owner: owner)
            guard id == nil || task.id == id else {
                throw .protocolViolation("a row is not the one that was asked for")
            }
            return task
        }
    }

    func translated<Output: Sendable>(
        _ kind: Kind,
        _ statement: Statement,
        _ values: [PostgresValue],
        _ owner: UserID,
        _ decode: @escaping @Sendable (borrowing PGResult) throws(PostgresError) -> Output
    ) async throws(TodoError) -> Output {
        do throws(PostgresError) {
            return try await query(kind, statement, values, as: owner, decode: decode)
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
    func task(row: Int, owner: UserID) -> TodoTask {
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
