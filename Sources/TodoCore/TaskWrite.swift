/// Something that changes a user's tasks, valid.
public enum TaskWrite: Sendable, Hashable {
    /// Adds a task.
    case insert(TodoTask.Content)
    /// Changes a task that meets the precondition; an empty change leaves it as it is.
    case change(TodoTask.ID, TodoTask.Change, if: TaskPrecondition = .none)
    /// Deletes a task that meets the precondition.
    case delete(TodoTask.ID, if: TaskPrecondition = .none)
}
