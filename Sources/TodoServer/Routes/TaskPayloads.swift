import TodoCore
import TodoJSON

/// What the members of a request's body are read into; others than it asks for are ignored.
protocol TaskPayload {
    init(_ members: JSONMembers) throws(JSONMembers.Fault)
}

/// The body of `POST /api/tasks`.
struct TaskCreate: TaskPayload {
    let draft: TodoTask.Draft

    init(_ members: JSONMembers) throws(JSONMembers.Fault) {
        draft = TodoTask.Draft(title: try members.text("title"), description: try members.text("description"))
    }
}

/// The body of `PUT /api/tasks/{id}`.
struct TaskUpdate: TaskPayload {
    let replacement: TodoTask.Replacement

    init(_ members: JSONMembers) throws(JSONMembers.Fault) {
        replacement = TodoTask.Replacement(
            title: try members.text("title"),
            description: try members.text("description"),
            completed: members.bool("completed")
        )
    }
}

/// The body of `PATCH /api/tasks/{id}`: a merge patch (RFC 7396).
struct TaskPatch: TaskPayload {
    let patch: TodoTask.Patch

    init(_ members: JSONMembers) throws(JSONMembers.Fault) {
        patch = TodoTask.Patch(
            title: try members.text("title"),
            description: try members.text("description"),
            completed: members.bool("completed")
        )
    }
}

/// The body of `PATCH /api/tasks/{id}/complete`.
struct TaskCompletion: TaskPayload {
    let completed: FieldInput<Bool>

    init(_ members: JSONMembers) throws(JSONMembers.Fault) {
        completed = members.bool("completed")
    }
}
