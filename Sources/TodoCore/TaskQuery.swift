/// Which of a user's tasks, newest first: ``TodoTask/createdAt`` descending, then ``TodoTask/id`` descending.
///
/// The order is total and no change to a task moves it, so a list can be read page by page while others write.
public struct TaskQuery: Sendable, Hashable {
    /// Whose tasks.
    public var owner: UserID
    /// Only completed tasks, only open ones, or (`nil`) all.
    public var isCompleted: Bool?
    /// Only tasks that come after this position.
    public var after: TaskPosition?
    /// The most tasks to return, at least 1.
    public var limit: Int

    /// A query for one page: the first one, unless `after` says where it begins.
    /// - Precondition: `limit` is at least 1.
    public init(owner: UserID, isCompleted: Bool? = nil, after: TaskPosition? = nil, limit: Int) {
        precondition(limit > 0, "a page holds at least one task")
        self.owner = owner
        self.isCompleted = isCompleted
        self.after = after
        self.limit = limit
    }
}
