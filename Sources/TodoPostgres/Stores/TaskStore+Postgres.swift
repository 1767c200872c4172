public import TodoCore

extension PostgresClient {
    /// The task store on this client's database.
    public var taskStore: TaskStore {
        TaskStore(
            fetch: { id, owner async throws(TodoError) in
                try await self.task(id, .read, owner)
            },
            list: { query async throws(TodoError) in
                try await self.taskPage(query)
            },
            count: { owner, isCompleted async throws(TodoError) in
                let values: [PostgresValue] = [.text(owner.rawValue)] + (isCompleted.map { [.bool($0)] } ?? [])
                let statement = isCompleted == nil ? TaskStatements.count : TaskStatements.countCompleted
                return try await self.translated(.list, statement, values, owner) { result throws(PostgresError) in
                    guard result.rowCount == 1 else { throw .protocolViolation("a count has no row") }
                    return Int(result.int64(row: 0, column: 0))
                }
            },
            write: { write, owner, request async throws(TodoError) in
                try await self.write(write, owner, request)
            }
        )
    }

    /// The task with this number.
    func task(
        _ id: TodoTask.ID,
        _ kind: Kind,
        _ owner: UserID
    ) async throws(TodoError) -> TodoTask? {
        let values: [PostgresValue] = [.int8(id.rawValue), .text(owner.rawValue)]
        return try await translated(kind, TaskStatements.fetch, values, owner) { result throws(PostgresError) in
            guard result.rowCount > 0 else { return nil }
            let task = try result.onlyTask(owner: owner)
            guard task.id == id else {
                throw .protocolViolation("a row is not the one that was asked for")
            }
            return task
        }
    }

    /// As ``query(_:_:_:as:locking:decode:)``, with the errors of a store.
    func translated<Output: Sendable>(
        _ kind: Kind,
        _ statement: Statement,
        _ values: [PostgresValue],
        _ owner: UserID,
        locking lock: RowLock = .none,
        _ decode: @escaping @Sendable (borrowing PGResult) throws(PostgresError) -> Output
    ) async throws(TodoError) -> Output {
        do throws(PostgresError) {
            return try await query(kind, statement, values, as: owner, locking: lock, decode: decode)
        } catch {
            throw error.todoError(statement.access)
        }
    }
}

extension PostgresError {
    /// A row has a number that no task has.
    static var noTask: PostgresError { .protocolViolation("a row has an id or a version below 1, as no task does") }
}

extension PGResult {
    /// The task in the first row, whose numbers are such as tasks have, unless they were damaged on the way.
    func onlyTask(owner: UserID) throws(PostgresError) -> TodoTask {
        let task = task(row: 0, owner: owner)
        guard task.id.rawValue > 0, task.version > 0 else { throw .noTask }
        return task
    }

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
