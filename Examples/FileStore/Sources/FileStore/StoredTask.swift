import TodoCore

/// A task as the file has it.
struct StoredTask: Sendable, Codable {
    let task: TodoTask

    private enum Field: CodingKey {
        case id, owner, title, description, isCompleted, createdAt, updatedAt, version
    }

    init(_ task: TodoTask) {
        self.task = task
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Field.self)
        let description = try fields.decodeIfPresent(String.self, forKey: .description)
        task = TodoTask(
            id: TodoTask.ID(unchecked: try fields.decode(Int64.self, forKey: .id)),
            owner: UserID(unchecked: try fields.decode(String.self, forKey: .owner)),
            title: TaskTitle(unchecked: try fields.decode(String.self, forKey: .title)),
            description: description.map(TaskDescription.init(unchecked:)),
            isCompleted: try fields.decode(Bool.self, forKey: .isCompleted),
            createdAt: Timestamp(microsecondsSinceEpoch: try fields.decode(Int64.self, forKey: .createdAt)),
            updatedAt: Timestamp(microsecondsSinceEpoch: try fields.decode(Int64.self, forKey: .updatedAt)),
            version: try fields.decode(Int64.self, forKey: .version)
        )
    }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Field.self)
        try fields.encode(task.id.rawValue, forKey: .id)
        try fields.encode(task.owner.rawValue, forKey: .owner)
        try fields.encode(task.title.rawValue, forKey: .title)
        try fields.encodeIfPresent(task.description?.rawValue, forKey: .description)
        try fields.encode(task.isCompleted, forKey: .isCompleted)
        try fields.encode(task.createdAt.microsecondsSinceEpoch, forKey: .createdAt)
        try fields.encode(task.updatedAt.microsecondsSinceEpoch, forKey: .updatedAt)
        try fields.encode(task.version, forKey: .version)
    }
}
