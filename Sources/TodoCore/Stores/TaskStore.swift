import IssueReporting

/// Keeps tasks.
///
/// Every endpoint is atomic and sees the tasks of the given owner only.
///
/// A struct of closures instead of a protocol, so that a test can override just the endpoint that it expects. Implementations:
/// ``inMemory(now:)`` here, and a PostgreSQL one in the module TodoPostgres; both pass the same tests.
///
/// Every endpoint throws ``TodoError`` with ``TodoError/Code/unavailable``, ``TodoError/Code/outcomeUnknown`` (writes only),
/// ``TodoError/Code/cancelled`` or ``TodoError/Code/internal``, and ``write`` what else it names. Cancelling the calling task
/// ends the wait at once.
public struct TaskStore: Sendable {
    /// Returns the task, or `nil` if the owner has none with this number.
    public var fetch: @Sendable (_ id: TodoTask.ID, _ owner: UserID) async throws(TodoError) -> TodoTask?
    /// Returns one page of the owner's tasks.
    ///
    /// While more follow it has as many as asked for, fewer only where texts are long, so that a page stays small in memory;
    /// ``TaskPage/next`` tells where the rest begins.
    public var list: @Sendable (_ query: TaskQuery) async throws(TodoError) -> TaskPage
    /// Returns how many tasks the owner has: completed ones, open ones, or (`nil`) all.
    public var count: @Sendable (_ owner: UserID, _ isCompleted: Bool?) async throws(TodoError) -> Int
    /// Makes a change to the owner's tasks.
    ///
    /// A new task gets its number, its times and version 1. A change that is not empty moves `updatedAt` forward and adds one to
    /// the version. The precondition is judged in the moment of the change, so that of several who expect one version one succeeds.
    ///
    /// With a request, key, change and answer are kept together or not at all: for
    /// ``IdempotentRequest/lifetimeInHours`` the same request gets the first answer again, whatever became of the task since, and
    /// nothing happens twice. What is refused is not kept.
    ///
    /// Throws ``TodoError/Code/notFound``, which goes before ``TodoError/Code/preconditionFailed``; with a request also
    /// ``TodoError/Code/idempotencyKeyReused`` and ``TodoError/Code/conflict``.
    public var write:
        @Sendable (_ write: TaskWrite, _ owner: UserID, _ request: IdempotentRequest?) async throws(TodoError) ->
            TaskReceipt

    /// A store of these endpoints, each of which is to keep what its property promises.
    public init(
        fetch: @escaping @Sendable (TodoTask.ID, UserID) async throws(TodoError) -> TodoTask?,
        list: @escaping @Sendable (TaskQuery) async throws(TodoError) -> TaskPage,
        count: @escaping @Sendable (UserID, Bool?) async throws(TodoError) -> Int,
        write: @escaping @Sendable (TaskWrite, UserID, IdempotentRequest?) async throws(TodoError) -> TaskReceipt
    ) {
        self.fetch = fetch
        self.list = list
        self.count = count
        self.write = write
    }
}

extension TaskStore {
    /// Fails the running test whenever an endpoint is called that was not overridden, and throws ``TodoError/Code/internal``.
    public static let unimplemented = TaskStore(
        fetch: IssueReporting.unimplemented("TaskStore.fetch", throwing: notImplemented),
        list: IssueReporting.unimplemented("TaskStore.list", throwing: notImplemented),
        count: IssueReporting.unimplemented("TaskStore.count", throwing: notImplemented),
        write: IssueReporting.unimplemented("TaskStore.write", throwing: notImplemented)
    )

    private static let notImplemented = TodoError(.internal, message: "This endpoint of the store was not implemented")
}
