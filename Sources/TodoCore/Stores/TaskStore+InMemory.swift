extension TaskStore {
    /// A store that keeps tasks in this process and forgets them with it: for tests, tools and examples.
    ///
    /// - Parameter now: the clock. It may stand still or go back; `updatedAt` moves forward all the same.
    /// - Returns: a store of its own, empty.
    public static func inMemory(now: @escaping @Sendable () -> Timestamp) -> TaskStore {
        let storage = InMemoryStorage()
        return TaskStore(
            fetch: { id, owner async throws(TodoError) in storage.fetch(id, owner) },
            list: { query async throws(TodoError) in storage.list(query) },
            count: { owner, isCompleted async throws(TodoError) in storage.count(owner, isCompleted) },
            write: { write, owner, request async throws(TodoError) in
                try storage.write(write, owner, request, now: now())
            }
        )
    }
}
