/// What a caller asks to be changed, unvalidated.
public enum TaskCommand: Sendable, Hashable {
    /// Creates a task that is not completed.
    case create(TodoTask.Draft)
    /// Sets title, description and completion together.
    case replace(TaskReference, with: TodoTask.Replacement)
    /// Sets the fields that are there.
    case patch(TaskReference, with: TodoTask.Patch)
    /// Toggles completion when it is absent, sets it when it is a boolean.
    case complete(TaskReference, FieldInput<Bool>)
    /// Deletes the task for good.
    case delete(TaskReference)

    /// - Throws: ``TodoError``: every fault at once, or not found when no task can have the number.
    func validated(if precondition: TaskPrecondition) throws(TodoError) -> TaskWrite {
        var faults = FieldFaults()
        switch self {
        case .create(let draft):
            let content = draft.validated(&faults)
            try faults.throwIfAny()
            guard let content else { throw .internal() }
            return .insert(content)
        case .replace(let reference, let replacement):
            let id = faults.collect("id", reference.id)
            let change = replacement.validated(&faults).map(TodoTask.Change.init)
            return try Self.change(id, change, precondition, faults)
        case .patch(let reference, let patch):
            let id = faults.collect("id", reference.id)
            return try Self.change(id, patch.validated(&faults), precondition, faults)
        case .complete(let reference, let completed):
            let id = faults.collect("id", reference.id)
            let change = faults.collect("completed", completed.completionChange).map { TodoTask.Change(completion: $0) }
            return try Self.change(id, change, precondition, faults)
        case .delete(let reference):
            let id = faults.collect("id", reference.id)
            try faults.throwIfAny()
            guard case .some(.some(let id)) = id else { throw .taskNotFound }
            return .delete(id, if: precondition)
        }
    }

    private static func change(
        _ id: TodoTask.ID??,
        _ change: TodoTask.Change?,
        _ precondition: TaskPrecondition,
        _ faults: FieldFaults
    ) throws(TodoError) -> TaskWrite {
        try faults.throwIfAny()
        guard let change else { throw .internal() }
        guard case .some(.some(let id)) = id else { throw .taskNotFound }
        return .change(id, change, if: precondition)
    }
}
