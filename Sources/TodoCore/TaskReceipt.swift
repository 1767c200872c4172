/// What a write came to.
public struct TaskReceipt: Sendable, Hashable {
    /// The task as the write left it; `nil` when it was deleted.
    public let task: TodoTask?
    /// Whether the write had been made before, under the same key: this is the answer of that time, and nothing was changed now.
    public let isReplay: Bool

    /// What a write came to, by default now and for the first time.
    public init(_ task: TodoTask?, isReplay: Bool = false) {
        self.task = task
        self.isReplay = isReplay
    }
}
