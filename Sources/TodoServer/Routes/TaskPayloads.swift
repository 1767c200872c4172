import TodoCore

/// The body of `POST /api/tasks`.
struct TaskCreate: Decodable {
    let draft: TodoTask.Draft

    private enum CodingKeys: CodingKey { case title, description }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        draft = try TodoTask.Draft(title: fields.input(.title), description: fields.input(.description))
    }
}

/// The body of `PUT /api/tasks/{id}`.
struct TaskUpdate: Decodable {
    let replacement: TodoTask.Replacement

    private enum CodingKeys: CodingKey { case title, description, completed }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        replacement = try TodoTask.Replacement(
            title: fields.input(.title),
            description: fields.input(.description),
            completed: fields.input(.completed)
        )
    }
}

/// The body of `PATCH /api/tasks/{id}`: a merge patch (RFC 7396).
struct TaskPatch: Decodable {
    let patch: TodoTask.Patch

    private enum CodingKeys: CodingKey { case title, description, completed }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        patch = try TodoTask.Patch(
            title: fields.input(.title),
            description: fields.input(.description),
            completed: fields.input(.completed)
        )
    }
}

/// The body of `PATCH /api/tasks/{id}/complete`.
struct TaskCompletion: Decodable {
    let completed: FieldInput<Bool>

    private enum CodingKeys: CodingKey { case completed }

    init(from decoder: any Decoder) throws {
        completed = try decoder.container(keyedBy: CodingKeys.self).input(.completed)
    }
}
