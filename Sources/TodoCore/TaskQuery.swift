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

/// A place in the order of a list.
///
/// It stays meaningful when the task that it was taken from is gone.
public struct TaskPosition: Sendable, Hashable {
    /// When the task at this place was created.
    public let createdAt: Timestamp
    /// Its number, which orders tasks of one instant.
    public let id: TodoTask.ID

    /// A place that was kept, in a cursor for example; there need be no task at it.
    public init(createdAt: Timestamp, id: TodoTask.ID) {
        self.createdAt = createdAt
        self.id = id
    }

    /// The place of this task.
    public init(of task: TodoTask) {
        self.init(createdAt: task.createdAt, id: task.id)
    }
}

extension TaskPosition: Comparable {
    /// Oldest first; lists run the other way.
    public static func < (left: TaskPosition, right: TaskPosition) -> Bool {
        (left.createdAt, left.id) < (right.createdAt, right.id)
    }
}

/// A run of consecutive tasks from a list.
public struct TaskPage: Sendable, Hashable {
    /// The tasks, newest first.
    public let tasks: [TodoTask]
    /// Where the next page begins, or `nil` when this one reaches the end.
    public let next: TaskPosition?

    /// A page of these tasks, and where the next one begins.
    public init(tasks: [TodoTask], next: TaskPosition?) {
        self.tasks = tasks
        self.next = next
    }

    /// Makes a page of at most `limit` tasks from up to `limit + 1` that were read to see whether more follow.
    public init(reading tasks: [TodoTask], limit: Int) {
        let page = tasks.count > limit ? Array(tasks.prefix(limit)) : tasks
        self.init(tasks: page, next: tasks.count > limit ? page.last.map(TaskPosition.init(of:)) : nil)
    }
}
