/// One state of a task: every change makes another.
///
/// Never derived from a time stamp, since two changes may fall into one instant.
public struct TaskVersion: Sendable, Hashable {
    /// Which task.
    public let id: TodoTask.ID
    /// 1 when the task was created, then one more with every change.
    public let number: Int64

    /// A version by its number; whether the task ever had it, only a store can tell.
    public init(id: TodoTask.ID, number: Int64) {
        self.id = id
        self.number = number
    }

    /// The version that the task is in.
    public init(of task: TodoTask) {
        self.init(id: task.id, number: task.version)
    }
}
