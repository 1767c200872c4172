import OrderedCollections
import Synchronization

/// Each owner's tasks, oldest first, so that a page is a slice found by binary search; and the answers kept under their keys.
final class InMemoryStorage: Sendable {
    private struct State {
        var lastID: Int64 = 0
        var tasks: [UserID: OrderedDictionary<TodoTask.ID, TodoTask>] = [:]
        var answers: [UserID: [IdempotencyKey: KeptAnswer]] = [:]
    }

    private struct KeptAnswer {
        let fingerprint: String
        let task: TodoTask?
        let keptAt: Timestamp

        func isExpired(_ now: Timestamp) -> Bool {
            now >= keptAt.advanced(byMilliseconds: Int64(IdempotentRequest.lifetimeInHours) * 3_600_000)
        }
    }

    private let state = Mutex(State())

    func fetch(_ id: TodoTask.ID, _ owner: UserID) -> TodoTask? {
        state.withLock { $0.tasks[owner]?[id] }
    }

    func list(_ query: TaskQuery) -> TaskPage {
        state.withLock { state in
            guard let tasks = state.tasks[query.owner] else { return TaskPage(tasks: [], next: nil) }
            let end = query.after.map { tasks.firstIndex(notBefore: $0) } ?? tasks.count
            let matching = tasks.values[..<end].reversed().lazy.filter { task in
                query.isCompleted.map { $0 == task.isCompleted } ?? true
            }
            return TaskPage(reading: Array(matching.prefix(query.limit + 1)), limit: query.limit)
        }
    }

    func count(_ owner: UserID, _ isCompleted: Bool?) -> Int {
        state.withLock { state in
            state.tasks[owner]?.values.count { isCompleted == nil || $0.isCompleted == isCompleted } ?? 0
        }
    }

    func write(
        _ write: TaskWrite,
        _ owner: UserID,
        _ request: IdempotentRequest?,
        now: Timestamp
    ) throws(TodoError) -> TaskReceipt {
        try state.withLock { state throws(TodoError) in
            guard let request else { return TaskReceipt(try Self.task(from: write, owner, now, &state)) }
            state.answers[owner] = state.answers[owner]?.filter { !$0.value.isExpired(now) }
            if let former = state.answers[owner]?[request.key] {
                guard former.fingerprint == request.fingerprint else { throw .idempotencyKeyReused }
                return TaskReceipt(former.task, isReplay: true)
            }
            let task = try Self.task(from: write, owner, now, &state)
            state.answers[owner, default: [:]][request.key] =
                KeptAnswer(fingerprint: request.fingerprint, task: task, keptAt: now)
            return TaskReceipt(task)
        }
    }

    /// Makes the change and returns what it leaves.
    private static func task(
        from write: TaskWrite,
        _ owner: UserID,
        _ now: Timestamp,
        _ state: inout State
    ) throws(TodoError) -> TodoTask? {
        switch write {
        case .insert(let content):
            state.lastID += 1
            let id = TodoTask.ID(unchecked: state.lastID)
            let task = TodoTask(id: id, owner: owner, content: content, createdAt: now)
            let index = state.tasks[owner, default: [:]].firstIndex(notBefore: TaskPosition(of: task))
            state.tasks[owner, default: [:]].updateValue(task, forKey: task.id, insertingAt: index)
            return task
        case .change(let id, let change, let precondition):
            let task = try state.tasks[owner].task(id, if: precondition).changed(by: change, at: now)
            state.tasks[owner]?[id] = task
            return task
        case .delete(let id, let precondition):
            _ = try state.tasks[owner].task(id, if: precondition)
            state.tasks[owner]?[id] = nil
            return nil
        }
    }
}

extension OrderedDictionary<TodoTask.ID, TodoTask>? {
    fileprivate func task(_ id: TodoTask.ID, if precondition: TaskPrecondition) throws(TodoError) -> TodoTask {
        guard let task = self?[id] else { throw .taskNotFound }
        let version = TaskVersion(of: task)
        guard precondition.allows(version) else { throw .preconditionFailed(version) }
        return task
    }
}

extension OrderedDictionary<TodoTask.ID, TodoTask> {
    /// The index of the first task at or after a position, oldest first.
    fileprivate func firstIndex(notBefore position: TaskPosition) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if TaskPosition(of: values[middle]) < position {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }
}
