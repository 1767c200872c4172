/// The use cases: validate, then let the store act on the caller's own tasks only.
///
/// Every method names the user on whose behalf it acts. A task of another user behaves in every way like one that does not
/// exist. Faults of a request are all reported at once, before anything is read or changed.
public struct TaskService: Sendable {
    private let store: TaskStore

    public init(store: TaskStore) {
        self.store = store
    }

    /// - Throws: ``TodoError``: validation, or what the store reports.
    public func create(_ draft: TodoTask.Draft, for owner: UserID) async throws(TodoError) -> TodoTask {
        var faults = FieldFaults()
        let content = draft.validated(&faults)
        try faults.throwIfAny()
        guard let content else { throw .internal() }
        return try await store.insert(content, owner)
    }

    /// - Throws: ``TodoError``: validation, not found, or what the store reports.
    public func get(_ reference: TaskReference, for owner: UserID) async throws(TodoError) -> TodoTask {
        let id = try resolve(reference)
        return try await found(store.fetch(id, owner))
    }

    /// The user's tasks, newest first, page by page as they are asked for.
    ///
    /// Nothing is read before the first page is asked for, and nothing is held between two pages, so a slow reader costs no
    /// one else anything. Pages are consistent each for itself: a task created meanwhile does not appear in later ones.
    public func list(isCompleted: Bool? = nil, for owner: UserID) -> TaskPages {
        TaskPages(store: store, owner: owner, isCompleted: isCompleted)
    }

    /// Replaces title, description and completion as a whole.
    /// - Throws: ``TodoError``: validation, not found, or what the store reports.
    public func replace(
        _ reference: TaskReference,
        with replacement: TodoTask.Replacement,
        for owner: UserID
    ) async throws(TodoError) -> TodoTask {
        var faults = FieldFaults()
        let id = faults.collect("id", reference.id)
        let content = replacement.validated(&faults)
        try faults.throwIfAny()
        guard let content else { throw .internal() }
        guard case .some(.some(let id)) = id else { throw .taskNotFound }
        return try await found(store.replace(id, owner, content))
    }

    /// Toggles completion when `completed` is absent, sets it when it is a boolean.
    /// - Throws: ``TodoError``: validation, not found, or what the store reports.
    public func complete(
        _ reference: TaskReference,
        completed: FieldInput<Bool> = .absent,
        for owner: UserID
    ) async throws(TodoError) -> TodoTask {
        var faults = FieldFaults()
        let id = faults.collect("id", reference.id)
        let change = faults.collect("completed", completed.completionChange)
        try faults.throwIfAny()
        guard let change else { throw .internal() }
        guard case .some(.some(let id)) = id else { throw .taskNotFound }
        return try await found(store.complete(id, owner, change))
    }

    /// - Throws: ``TodoError``: validation, not found, or what the store reports.
    public func delete(_ reference: TaskReference, for owner: UserID) async throws(TodoError) {
        let id = try resolve(reference)
        guard try await store.delete(id, owner) else { throw .taskNotFound }
    }

    private func resolve(_ reference: TaskReference) throws(TodoError) -> TodoTask.ID {
        var faults = FieldFaults()
        let id = faults.collect("id", reference.id)
        try faults.throwIfAny()
        guard case .some(.some(let id)) = id else { throw .taskNotFound }
        return id
    }

    private func found(_ task: TodoTask?) throws(TodoError) -> TodoTask {
        guard let task else { throw .taskNotFound }
        return task
    }
}
