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
