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
