import TodoCore
import TodoJSON

extension TodoTask {
    /// The task as the API shows it.
    var json: JSONValue {
        [
            "id": .integer(Int(id.rawValue)),
            "user_id": .string(owner.rawValue),
            "title": .string(title.rawValue),
            "description": JSONValue(description?.rawValue),
            "completed": .bool(isCompleted),
            "created_at": .string(createdAt.description),
            "updated_at": .string(updatedAt.description),
        ]
    }
}
