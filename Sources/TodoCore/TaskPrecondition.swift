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
