import OrderedCollections
import Synchronization

extension TaskStore {
    /// A store that keeps tasks in this process and forgets them with it: for tests, tools and examples.
    ///
    /// - Parameter now: the clock. It may stand still or go back; `updatedAt` moves forward all the same.
    /// - Returns: a store of its own, empty.
    public static func inMemory(now: @escaping @Sendable () -> Timestamp) -> TaskStore {
        let storage = InMemoryStorage()
        return TaskStore(
            insert: { content, owner async throws(TodoError) in storage.insert(content, owner, now: now()) },
            fetch: { id, owner async throws(TodoError) in storage.fetch(id, owner) },
            list: { query async throws(TodoError) in storage.list(query) },
            replace: { id, owner, content async throws(TodoError) in
                storage.change(id, owner, now: now()) { _ in content }
            },
            complete: { id, owner, change async throws(TodoError) in
                storage.change(id, owner, now: now()) { old in
                    var content = old
                    switch change {
                    case .toggle: content.isCompleted.toggle()
                    case .set(let isCompleted): content.isCompleted = isCompleted
                    }
                    return content
                }
            },
            delete: { id, owner async throws(TodoError) in storage.delete(id, owner) }
        )
    }
}

/// Each owner's tasks, oldest first, so that a page is a slice found by binary search.
private final class InMemoryStorage: Sendable {
    private struct State {
        var lastID: Int64 = 0
        var tasks: [UserID: OrderedDictionary<TodoTask.ID, TodoTask>] = [:]
    }

    private let state = Mutex(State())

    func insert(_ content: TodoTask.Content, _ owner: UserID, now: Timestamp) -> TodoTask {
        state.withLock { state in
            state.lastID += 1
            let task = TodoTask(
                id: TodoTask.ID(unchecked: state.lastID),
                owner: owner,
                title: content.title,
                description: content.description,
                isCompleted: content.isCompleted,
                createdAt: now,
                updatedAt: now,
                version: 1
            )
            let index = state.tasks[owner, default: [:]].firstIndex(notBefore: TaskPosition(of: task))
            state.tasks[owner, default: [:]].updateValue(task, forKey: task.id, insertingAt: index)
            return task
        }
    }

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

    func change(
        _ id: TodoTask.ID,
        _ owner: UserID,
        now: Timestamp,
        _ edit: (TodoTask.Content) -> TodoTask.Content
    ) -> TodoTask? {
        state.withLock { state in
            guard let old = state.tasks[owner]?[id] else { return nil }
            let content = edit(
                TodoTask.Content(title: old.title, description: old.description, isCompleted: old.isCompleted)
            )
            let task = TodoTask(
                id: old.id,
                owner: old.owner,
                title: content.title,
                description: content.description,
                isCompleted: content.isCompleted,
                createdAt: old.createdAt,
                updatedAt: max(now, old.updatedAt.advanced(byMilliseconds: 1)),
                version: old.version + 1
            )
            state.tasks[owner]?[id] = task
            return task
        }
    }

    func delete(_ id: TodoTask.ID, _ owner: UserID) -> Bool {
        state.withLock { $0.tasks[owner]?.removeValue(forKey: id) != nil }
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
