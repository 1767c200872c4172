import IssueReporting

/// Keeps tasks.
///
/// Every endpoint is atomic and sees the tasks of the given owner only.
///
/// A struct of closures instead of a protocol, so that a test can override just the endpoint that it expects. Implementations:
/// ``inMemory(now:)`` here, and a PostgreSQL one in the module TodoPostgres; both pass the same tests.
///
/// Every endpoint throws ``TodoError`` with ``TodoError/Code/unavailable``, ``TodoError/Code/outcomeUnknown`` (writes only),
/// ``TodoError/Code/cancelled`` or ``TodoError/Code/internal``. Cancelling the calling task ends the wait at once.
public struct TaskStore: Sendable {
    /// Adds a task and returns it with what the store gave it: number, times, version 1.
    public var insert: @Sendable (_ content: TodoTask.Content, _ owner: UserID) async throws(TodoError) -> TodoTask
    /// Returns the task, or `nil` if the owner has none with this number.
    public var fetch: @Sendable (_ id: TodoTask.ID, _ owner: UserID) async throws(TodoError) -> TodoTask?
    /// Returns one page of the owner's tasks.
    ///
    /// While more follow it has as many as asked for, fewer only where texts are long, so that a page stays small in memory;
    /// ``TaskPage/next`` tells where the rest begins.
    public var list: @Sendable (_ query: TaskQuery) async throws(TodoError) -> TaskPage
    /// Replaces the content, moves `updatedAt` forward and adds one to the version; `nil` if the owner has no such task.
    public var replace:
        @Sendable (_ id: TodoTask.ID, _ owner: UserID, _ content: TodoTask.Content) async throws(TodoError) -> TodoTask?
    /// Toggles or sets completion, moves `updatedAt` forward and adds one to the version; `nil` if the owner has no such task.
    public var complete:
        @Sendable (_ id: TodoTask.ID, _ owner: UserID, _ change: TodoTask.CompletionChange) async throws(TodoError) ->
            TodoTask?
    /// Removes the task; `false` if the owner has none with this number.
    public var delete: @Sendable (_ id: TodoTask.ID, _ owner: UserID) async throws(TodoError) -> Bool

    public init(
        insert: @escaping @Sendable (TodoTask.Content, UserID) async throws(TodoError) -> TodoTask,
        fetch: @escaping @Sendable (TodoTask.ID, UserID) async throws(TodoError) -> TodoTask?,
        list: @escaping @Sendable (TaskQuery) async throws(TodoError) -> TaskPage,
        replace: @escaping @Sendable (TodoTask.ID, UserID, TodoTask.Content) async throws(TodoError) -> TodoTask?,
        complete:
            @escaping @Sendable (TodoTask.ID, UserID, TodoTask.CompletionChange) async throws(TodoError) -> TodoTask?,
        delete: @escaping @Sendable (TodoTask.ID, UserID) async throws(TodoError) -> Bool
    ) {
        self.insert = insert
        self.fetch = fetch
        self.list = list
        self.replace = replace
        self.complete = complete
        self.delete = delete
    }
}

extension TaskStore {
    /// Fails the running test whenever an endpoint is called that was not overridden.
    public static let unimplemented = TaskStore(
        insert: IssueReporting.unimplemented("TaskStore.insert", throwing: notImplemented),
        fetch: IssueReporting.unimplemented("TaskStore.fetch", throwing: notImplemented),
        list: IssueReporting.unimplemented("TaskStore.list", throwing: notImplemented),
        replace: IssueReporting.unimplemented("TaskStore.replace", throwing: notImplemented),
        complete: IssueReporting.unimplemented("TaskStore.complete", throwing: notImplemented),
        delete: IssueReporting.unimplemented("TaskStore.delete", throwing: notImplemented)
    )

    private static let notImplemented = TodoError(.internal, message: "This endpoint of the store was not implemented")
}
