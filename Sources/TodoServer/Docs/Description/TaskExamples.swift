import TodoCore
import TodoJSON

/// The bodies that the documents show, telling one task's story.
enum TaskExamples {
    /// The position of the task in a list.
    static let cursor = PageCursor.text(
        TaskPosition(
            createdAt: Timestamp(microsecondsSinceEpoch: 1_771_322_400_000_000),
            id: TodoTask.ID(unchecked: 42)
        )
    )

    static let created = task()
    static let replaced = task(title: "Buy oat milk", description: nil, completed: true, minute: "05")
    static let patched = task(description: nil, completed: true, minute: "05")
    static let completed = task(completed: true, minute: "05")

    static let creations = [
        APIOperation.Example(
            name: "complete",
            summary: "With a description",
            value: ["title": "Buy milk", "description": "Two litres"]
        ),
        APIOperation.Example(name: "short", summary: "A title alone", value: ["title": "Buy milk"]),
    ]

    static let replacements = [
        APIOperation.Example(
            name: "clearing",
            summary: "Without a description, which clears it",
            value: ["title": "Buy oat milk", "completed": true]
        ),
        APIOperation.Example(
            name: "complete",
            summary: "Every field",
            value: ["title": "Buy milk", "description": "Three litres", "completed": false]
        ),
    ]

    static let patches = [
        APIOperation.Example(
            name: "some",
            summary: "Two fields, one of them cleared",
            value: ["description": .null, "completed": true]
        ),
        APIOperation.Example(name: "none", summary: "Nothing", value: [:]),
    ]

    static let completions = [
        APIOperation.Example(name: "set", summary: "Set", value: ["completed": true]),
        APIOperation.Example(name: "toggle", summary: "Toggle", value: [:]),
    ]

    private static func task(
        title: String = "Buy milk",
        description: String? = "Two litres",
        completed: Bool = false,
        minute: String = "00"
    ) -> JSONValue {
        [
            "id": 42,
            "user_id": "alice",
            "title": .string(title),
            "description": description.map(JSONValue.string) ?? .null,
            "completed": .bool(completed),
            "created_at": "2026-02-17T10:00:00.000Z",
            "updated_at": "2026-02-17T10:\(minute):00.000Z",
        ]
    }
}

// What the field `details` of a refusal says.
extension TaskExamples {
    static let titleFault = APIOperation.Example(
        name: "title",
        summary: "A title that is missing, blank or too long",
        value: ["title": "Title is required and must be between 1 and 200 characters"]
    )

    static let typeFaults = APIOperation.Example(
        name: "types",
        summary: "Values of other types, all reported at once",
        value: ["title": "Title must be a string", "description": "Description must be a string or null"]
    )

    static let updateFaults = APIOperation.Example(
        name: "missing",
        summary: "Required fields that are missing, all reported at once",
        value: [
            "title": "Title is required and must be between 1 and 200 characters",
            "completed": "Completed is required and must be true or false",
        ]
    )

    static let completedFault = APIOperation.Example(
        name: "completed",
        summary: "A value that is neither true nor false",
        value: ["completed": "Completed must be true or false"]
    )

    static let pageFaults = APIOperation.Example(
        name: "page",
        summary: "A limit that is no number, and a cursor that is none of this service’s",
        value: [
            "limit": "Limit must be an integer of at least 1", "cursor": "Cursor must be one that this service gave",
        ]
    )

    static let idFault = APIOperation.Example(
        name: "id",
        summary: "A task id in the path that is no integer",
        value: ["id": "Task id must be an integer"]
    )

    static let bodyFault = APIOperation.Example(
        name: "body",
        summary: "JSON that is not an object",
        value: ["body": "Request body must be a JSON object"]
    )
}
