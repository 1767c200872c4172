import TodoCore

/// Every user's tasks, and the answers kept under their keys.
struct Contents: Sendable, Codable {
    private var lastID: Int64 = 0
    private var tasks: [StoredTask] = []
    private var answers: [StoredAnswer] = []

    func fetch(_ id: TodoTask.ID, _ owner: UserID) -> TodoTask? {
        tasks.first { $0.task.id == id && $0.task.owner == owner }?.task
    }

    func list(_ query: TaskQuery) -> TaskPage {
        let matching = tasks.lazy.map(\.task).filter { task in
            task.owner == query.owner
                && (query.isCompleted == nil || query.isCompleted == task.isCompleted)
                && query.after.map { TaskPosition(of: task) < $0 } != false
        }
        let newestFirst = matching.sorted { TaskPosition(of: $0) > TaskPosition(of: $1) }
        return TaskPage(reading: Array(newestFirst.prefix(query.limit + 1)), limit: query.limit)
    }

    func count(_ owner: UserID, _ isCompleted: Bool?) -> Int {
        tasks.count { $0.task.owner == owner && (isCompleted == nil || isCompleted == $0.task.isCompleted) }
    }

    mutating func write(
        _ write: TaskWrite,
        _ owner: UserID,
        _ request: IdempotentRequest?,
        at now: Timestamp
    ) throws(TodoError) -> TaskReceipt {
        guard let request else { return TaskReceipt(try make(write, owner, at: now)) }
        answers.removeAll { $0.isExpired(at: now) }
        if let former = answers.first(where: { $0.owner == owner && $0.key == request.key.rawValue }) {
            guard former.fingerprint == request.fingerprint else { throw .idempotencyKeyReused }
            return TaskReceipt(former.task, isReplay: true)
        }
        let task = try make(write, owner, at: now)
        answers.append(StoredAnswer(owner, request, task, at: now))
        return TaskReceipt(task)
    }

    /// Makes the change.
    ///
    /// - Returns: what it leaves of the task.
    private mutating func make(_ write: TaskWrite, _ owner: UserID, at now: Timestamp) throws(TodoError) -> TodoTask? {
        switch write {
        case .insert(let content):
            lastID += 1
            let task = TodoTask(id: TodoTask.ID(unchecked: lastID), owner: owner, content: content, createdAt: now)
            tasks.append(StoredTask(task))
            return task
        case .change(let id, let change, let precondition):
            let index = try index(id, owner, if: precondition)
            let task = tasks[index].task.changed(by: change, at: now)
            tasks[index] = StoredTask(task)
            return task
        case .delete(let id, let precondition):
            tasks.remove(at: try index(id, owner, if: precondition))
            return nil
        }
    }

    private func index(_ id: TodoTask.ID, _ owner: UserID, if precondition: TaskPrecondition) throws(TodoError) -> Int {
        guard let index = tasks.firstIndex(where: { $0.task.id == id && $0.task.owner == owner }) else {
            throw .taskNotFound
        }
        let version = TaskVersion(of: tasks[index].task)
        guard precondition.allows(version) else { throw .preconditionFailed(version) }
        return index
    }
}
