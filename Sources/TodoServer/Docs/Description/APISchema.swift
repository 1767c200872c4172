/// A body of the API, described once for machines and people.
struct APISchema: Sendable {
    /// What ties a place where a body is used to its description.
    enum Name: String, Sendable, CaseIterable {
        case task = "Task"
        case taskList = "TaskList"
        case taskCreate = "TaskCreate"
        case taskUpdate = "TaskUpdate"
        case taskPatch = "TaskPatch"
        case taskComplete = "TaskComplete"
        case error = "Error"
        case service = "Service"
        case health = "Health"
        case readiness = "Readiness"
    }

    let name: Name
    /// Sentences in which backticks set off code.
    let summary: String
    let fields: [APIField]
}
