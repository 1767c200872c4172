package import TodoCore

/// Writes of one kind each, as the checks make them.
extension TaskStore {
    package func insert(
        _ content: TodoTask.Content,
        _ owner: UserID,
        once request: IdempotentRequest? = nil
    ) async throws(TodoError) -> TodoTask {
        guard let task = try await write(.insert(content), owner, request).task else { throw .internal() }
        return task
    }

    /// `nil` if the owner has no such task.
    package func change(
        _ id: TodoTask.ID,
        _ owner: UserID,
        _ change: TodoTask.Change,
        if precondition: TaskPrecondition = .none
    ) async throws(TodoError) -> TodoTask? {
        do throws(TodoError) {
            return try await write(.change(id, change, if: precondition), owner, nil).task
        } catch {
            guard error.code == .notFound else { throw error }
            return nil
        }
    }

    /// `nil` if the owner has no such task.
    package func replace(
        _ id: TodoTask.ID,
        _ owner: UserID,
        _ content: TodoTask.Content
    ) async throws(TodoError) -> TodoTask? {
        try await change(id, owner, TodoTask.Change(content))
    }

    /// `nil` if the owner has no such task.
    package func complete(
        _ id: TodoTask.ID,
        _ owner: UserID,
        _ completion: TodoTask.CompletionChange
    ) async throws(TodoError) -> TodoTask? {
        try await change(id, owner, TodoTask.Change(completion: completion))
    }

    /// `false` if the owner has no such task.
    package func delete(
        _ id: TodoTask.ID,
        _ owner: UserID,
        if precondition: TaskPrecondition = .none
    ) async throws(TodoError) -> Bool {
        do throws(TodoError) {
            return try await write(.delete(id, if: precondition), owner, nil).task == nil
        } catch {
            guard error.code == .notFound else { throw error }
            return false
        }
    }
}

extension IdempotentRequest {
    /// A request under a key that is known to be valid.
    package static func fixture(_ key: String, fingerprint: String = "the request") -> IdempotentRequest {
        guard let key = IdempotencyKey(key) else { preconditionFailure("\(key) is no key") }
        return IdempotentRequest(key: key, fingerprint: fingerprint)
    }
}
