package import TodoCore

extension TodoTask.Content {
    /// Content for a task, from text that is known to be valid.
    package static func fixture(
        _ title: String = "Water the plants",
        description: String? = nil,
        isCompleted: Bool = false
    ) -> TodoTask.Content {
        TodoTask.Content(
            title: TaskTitle(unchecked: title),
            description: description.map(TaskDescription.init(unchecked:)),
            isCompleted: isCompleted
        )
    }
}
