/// The use cases: validate, then let the store act on the caller's own tasks only.
///
/// Every method names the user on whose behalf it acts. A task of another user behaves in every way like one that does not
/// exist. Faults of a request are all reported at once, before anything is read or changed.
///
/// Cancelling the calling task ends the wait at once, with ``TodoError/Code/cancelled``; a write that was under way may or may
/// not have happened. How long a call may take is the store's to limit.
public struct TaskService: Sendable {
    private let store: TaskStore

    /// The use cases on this store.
    public init(store: TaskStore) {
        self.store = store
    }

    /// Makes a change that meets the precondition; under a key, makes it once however often it is asked for.
    ///
    /// - Parameters:
    ///   - command: what is asked for.
    ///   - precondition: which versions of the task may be changed.
    ///   - request: the key; a request that was made before under it gets the answer of that time, whatever the precondition.
    ///   - owner: whose task it is.
    /// - Returns: what the change, or the one made before, came to.
    /// - Throws: ``TodoError``: validation, not found, a precondition that is not met, a key that stands for another request or
    ///   whose request is still under way, or what the store reports.
    public func perform(
        _ command: TaskCommand,
        if precondition: TaskPrecondition = .none,
        once request: IdempotentRequest? = nil,
        for owner: UserID
    ) async throws(TodoError) -> TaskReceipt {
        try await store.write(command.validated(if: precondition), owner, request)
    }

    /// Creates a task, which is not completed, and returns it with its number, its times and version 1.
    /// - Throws: ``TodoError``: validation, or what the store reports.
    public func create(_ draft: TodoTask.Draft, for owner: UserID) async throws(TodoError) -> TodoTask {
        try await changed(.create(draft), for: owner)
    }

    /// The task with this number.
    /// - Throws: ``TodoError``: validation, not found, or what the store reports.
    public func get(_ reference: TaskReference, for owner: UserID) async throws(TodoError) -> TodoTask {
        let id = try Self.id(reference)
        return try Self.found(try await store.fetch(id, owner))
    }

    private static func id(_ reference: TaskReference) throws(TodoError) -> TodoTask.ID {
        var faults = FieldFaults()
        let id = faults.collect("id", reference.id)
        try faults.throwIfAny()
        guard let id = id ?? nil else { throw .taskNotFound }
        return id
    }

    /// Kept out of its caller, whose frame lives as long as the store takes.
    @inline(never)
    private static func found(_ task: consuming TodoTask?) throws(TodoError) -> TodoTask {
        guard let task else { throw .taskNotFound }
        return task
    }

    /// The user's tasks, newest first, page by page as they are asked for.
    ///
    /// Nothing is read before the first page is asked for, and nothing is held between two pages, so a slow reader costs no
    /// one else anything. Pages are consistent each for itself: a task created meanwhile does not appear in later ones.
    public func list(isCompleted: Bool? = nil, for owner: UserID) -> TaskPages {
        TaskPages(store: store, owner: owner, isCompleted: isCompleted)
    }

    /// One page of the user's tasks, newest first.
    ///
    /// While more follow it has as many as asked for, fewer only where texts are so long that the page would be large in memory.
    /// - Throws: ``TodoError``: what the store reports.
    public func page(_ query: TaskQuery) async throws(TodoError) -> TaskPage {
        var page = try await store.list(query)
        // The store's pages are bounded in bytes, and their number here is too.
        for _ in 1..<Self.mostReadsForPage {
            guard let next = page.next, page.count < query.limit else { break }
            var rest = query
            rest.after = next
            rest.limit -= page.count
            let more = try await store.list(rest)
            page = TaskPage(tasks: Array(page) + more, next: more.next)
        }
        return page
    }

    private static let mostReadsForPage = 8

    /// How many tasks the user has: completed ones, open ones, or (`nil`) all.
    /// - Throws: ``TodoError``: what the store reports.
    public func count(isCompleted: Bool? = nil, for owner: UserID) async throws(TodoError) -> Int {
        try await store.count(owner, isCompleted)
    }

    /// Replaces title, description and completion as a whole, and returns the task as it is then.
    /// - Throws: ``TodoError``: validation, not found, or what the store reports.
    public func replace(
        _ reference: TaskReference,
        with replacement: TodoTask.Replacement,
        for owner: UserID
    ) async throws(TodoError) -> TodoTask {
        try await changed(.replace(reference, with: replacement), for: owner)
    }

    /// Toggles completion when `completed` is absent, sets it when it is a boolean; returns the task as it is then.
    /// - Throws: ``TodoError``: validation, not found, or what the store reports.
    public func complete(
        _ reference: TaskReference,
        completed: FieldInput<Bool> = .absent,
        for owner: UserID
    ) async throws(TodoError) -> TodoTask {
        try await changed(.complete(reference, completed), for: owner)
    }

    /// Deletes a task for good.
    /// - Throws: ``TodoError``: validation, not found, or what the store reports.
    public func delete(_ reference: TaskReference, for owner: UserID) async throws(TodoError) {
        _ = try await perform(.delete(reference), for: owner)
    }

    private func changed(_ command: TaskCommand, for owner: UserID) async throws(TodoError) -> TodoTask {
        guard let task = try await perform(command, for: owner).task else { throw .internal() }
        return task
    }
}
