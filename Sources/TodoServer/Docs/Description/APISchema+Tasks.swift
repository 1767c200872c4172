import TodoCore
import TodoJSON

extension APISchema {
    static let tasks = [task, taskList, taskCreate, taskUpdate, taskPatch, taskComplete]

    private static let titleLength = 1...TaskTitle.maximumLength

    private static let task = APISchema(
        name: .task,
        summary: "A task. Every field is always present.",
        fields: [
            APIField("id", .identifier, isRequired: true, "Given by the service and never used again."),
            APIField("user_id", .string(length: 1...UserID.maximumLength), isRequired: true, "Whose task it is."),
            APIField("title", .string(length: titleLength), isRequired: true, "What is to be done."),
            APIField("description", .stringOrNull, isRequired: true, "A longer text, or `null` where there is none."),
            APIField("completed", .boolean, isRequired: true, "Whether it is done."),
            APIField(
                "created_at",
                .timestamp,
                isRequired: true,
                "When it was created: RFC 3339 in UTC with milliseconds. Never changes."
            ),
            APIField(
                "updated_at",
                .timestamp,
                isRequired: true,
                "When it last changed, in the same form. Moves forward with every change."
            ),
        ]
    )

    private static let taskList = APISchema(
        name: .taskList,
        summary: "The tasks that were asked for, newest first.",
        fields: [APIField("tasks", .array(of: .task), isRequired: true, "Newest first; empty where there are none.")]
    )

    private static let taskCreate = APISchema(
        name: .taskCreate,
        summary: "A new task. It is never completed, whatever else is sent. Unknown fields are ignored.",
        fields: [title, description("Absent or `null` stands for none.")]
    )

    private static let taskUpdate = APISchema(
        name: .taskUpdate,
        summary: "The whole task as it is to be. Unknown fields are ignored.",
        fields: [
            title,
            description("Absent or `null` clears it."),
            APIField("completed", .boolean, isRequired: true, "Whether it is done."),
        ]
    )

    private static let taskPatch = APISchema(
        name: .taskPatch,
        summary: "What to change. What is absent is kept. Unknown fields are ignored.",
        fields: [
            APIField("title", .trimmed(length: titleLength), isRequired: false, titleSummary),
            description("`null` clears it."),
            APIField("completed", .boolean, isRequired: false, "Whether it is done."),
        ]
    )

    private static let taskComplete = APISchema(
        name: .taskComplete,
        summary: "What to set; nothing toggles. Unknown fields are ignored.",
        fields: [
            APIField(
                "completed",
                .boolean,
                isRequired: false,
                "The value to set, so that repeating the request is safe. Absent: the value is toggled."
            )
        ]
    )

    private static let title = APIField(
        "title",
        .trimmed(length: titleLength),
        isRequired: true,
        titleSummary
    )

    private static let titleSummary =
        "What is to be done. White space at both ends is removed before its length is checked."

    private static func description(_ rule: String) -> APIField {
        APIField("description", .stringOrNull, isRequired: false, "A longer text, kept to the letter. \(rule)")
    }
}
