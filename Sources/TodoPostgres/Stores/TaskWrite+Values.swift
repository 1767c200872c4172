import TodoCore

/// What a write gives its statement.
extension TaskWrite {
    var statements: WriteStatements {
        switch self {
        case .insert: .insert
        case .change(_, let change, _) where change.isToggle: .toggle
        case .change: .change
        case .delete: .delete
        }
    }

    var precondition: TaskPrecondition {
        switch self {
        case .insert: .none
        case .change(_, _, let precondition), .delete(_, let precondition): precondition
        }
    }

    /// The number of the task whose row it locks, or 0 for a task that is new.
    var lockedRow: Int64 {
        switch self {
        case .insert: 0
        case .change(let id, _, _), .delete(let id, _): id.rawValue
        }
    }

    func values(_ owner: UserID) -> [PostgresValue] {
        switch self {
        case .insert(let content):
            [
                .text(owner.rawValue), .text(content.title.rawValue),
                content.description.map { .text($0.rawValue) } ?? .null, .bool(content.isCompleted),
            ]
        case .change(let id, let change, _):
            [.int8(id.rawValue), .text(owner.rawValue)] + (change.isToggle ? [] : change.values)
        case .delete(let id, _):
            [.int8(id.rawValue), .text(owner.rawValue)]
        }
    }

    /// The versions expected and excluded; versions of another task are no version of this one.
    var conditionValues: [PostgresValue] {
        switch self {
        case .insert: []
        case .change(let id, _, let precondition), .delete(let id, let precondition):
            [
                precondition.expected.map { .int8s($0.numbers(of: id)) } ?? .null,
                .int8s(precondition.excluded.numbers(of: id)),
            ]
        }
    }
}

extension [TaskVersion] {
    fileprivate func numbers(of id: TodoTask.ID) -> [Int64] {
        compactMap { $0.id == id ? $0.number : nil }
    }
}

extension TodoTask.Change {
    /// Whether completion is toggled and everything else kept.
    fileprivate var isToggle: Bool { completion == .toggle && title == nil && description == nil }

    fileprivate var values: [PostgresValue] {
        let title: PostgresValue = title.map { .text($0.rawValue) } ?? .null
        let step: PostgresValue = .int8(isEmpty ? 0 : 1)
        let text: (isSet: Bool, value: PostgresValue) =
            switch description {
            case nil: (false, .null)
            case .cleared: (true, .null)
            case .set(let description): (true, .text(description.rawValue))
            }
        let completion: (value: PostgresValue, isToggled: Bool) =
            switch completion {
            case nil: (.null, false)
            case .toggle: (.null, true)
            case .set(let isCompleted): (.bool(isCompleted), false)
            }
        return [title, .bool(text.isSet), text.value, completion.value, .bool(completion.isToggled), step]
    }
}
