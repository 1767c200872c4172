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

/// Which versions of a task may be changed; judged in the very moment of the change.
public struct TaskPrecondition: Sendable, Hashable {
    /// Only one of these is changed; `nil` stands for any.
    public var expected: [TaskVersion]?
    /// None of these is changed.
    public var excluded: [TaskVersion]

    /// A precondition of both kinds, which a version must both meet; any version does by default.
    public init(expected: [TaskVersion]? = nil, excluded: [TaskVersion] = []) {
        self.expected = expected
        self.excluded = excluded
    }

    /// Any version may be changed.
    public static let none = TaskPrecondition()

    /// Whether a change to this version may be made.
    public func allows(_ version: TaskVersion) -> Bool {
        expected?.contains(version) != false && !excluded.contains(version)
    }
}
