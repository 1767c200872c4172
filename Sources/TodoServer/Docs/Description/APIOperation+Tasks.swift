import HTTPTypes

extension APIOperation {
    static let tasks = [list, create, get, replace, delete, complete]

    private static let list = APIOperation(
        id: "listTasks",
        method: .get,
        path: "/api/tasks",
        group: .tasks,
        title: "List tasks",
        summary:
            "Returns all tasks of the token’s user, newest first. The order is total, and no change to a task moves it.",
        parameters: [
            Parameter(
                field: APIField(
                    "completed",
                    .boolean,
                    isRequired: false,
                    "Only tasks that are done, or only those that are not. "
                        + "`true`, `false`, `1` and `0` are taken, in any case."
                ),
                place: .query,
                example: false
            )
        ],
        answers: [
            Answer(
                status: .ok,
                summary: "The tasks.",
                content: .json(.taskList, example: ["tasks": [TaskExamples.created]])
            )
        ],
        errors: [.unauthorized, .validation] + general,
        faults: [TaskExamples.completedFault]
    )

    private static let create = APIOperation(
        id: "createTask",
        method: .post,
        path: "/api/tasks",
        group: .tasks,
        title: "Create a task",
        summary: "Adds a task for the token’s user. A new task is never completed.",
        body: RequestBody(schema: .taskCreate, isRequired: true, examples: TaskExamples.creations),
        answers: [
            Answer(
                status: .created,
                summary: "The task, and its path in the header `Location`.",
                content: .json(.task, example: TaskExamples.created),
                location: "/api/tasks/42"
            )
        ],
        errors: [.unauthorized, .validation] + bodyErrors + general,
        faults: [TaskExamples.titleFault, TaskExamples.typeFaults, TaskExamples.bodyFault]
    )

    private static let get = APIOperation(
        id: "getTask",
        method: .get,
        path: "/api/tasks/{id}",
        group: .tasks,
        title: "Get a task",
        summary: "Returns one task of the token’s user.",
        parameters: [taskID],
        answers: [
            Answer(status: .ok, summary: "The task.", content: .json(.task, example: TaskExamples.created))
        ],
        errors: [.unauthorized, .taskNotFound, .validation] + general,
        faults: [TaskExamples.idFault]
    )

    private static let replace = APIOperation(
        id: "replaceTask",
        method: .put,
        path: "/api/tasks/{id}",
        group: .tasks,
        title: "Replace a task",
        summary: "Replaces title, description and completion together. A description that is left out is cleared.",
        parameters: [taskID],
        body: RequestBody(schema: .taskUpdate, isRequired: true, examples: TaskExamples.replacements),
        answers: [
            Answer(
                status: .ok,
                summary: "The task as it is now.",
                content: .json(.task, example: TaskExamples.replaced)
            )
        ],
        errors: [.unauthorized, .taskNotFound, .validation] + bodyErrors + general,
        faults: [TaskExamples.updateFaults, TaskExamples.idFault, TaskExamples.bodyFault]
    )

    private static let delete = APIOperation(
        id: "deleteTask",
        method: .delete,
        path: "/api/tasks/{id}",
        group: .tasks,
        title: "Delete a task",
        summary: "Deletes the task for good. A second time it is a 404.",
        parameters: [taskID],
        answers: [Answer(status: .noContent, summary: "The task is gone. There is no body.", content: .none)],
        errors: [.unauthorized, .taskNotFound, .validation] + general,
        faults: [TaskExamples.idFault]
    )

    private static let complete = APIOperation(
        id: "completeTask",
        method: .patch,
        path: "/api/tasks/{id}/complete",
        group: .tasks,
        title: "Complete a task",
        summary: "Without `completed`, toggles: an open task becomes completed, a completed one open. "
            + "With `completed`, sets that value, so that the request can be repeated safely.",
        parameters: [taskID],
        body: RequestBody(schema: .taskComplete, isRequired: false, examples: TaskExamples.completions),
        answers: [
            Answer(
                status: .ok,
                summary: "The task as it is now.",
                content: .json(.task, example: TaskExamples.completed)
            )
        ],
        errors: [.unauthorized, .taskNotFound, .validation] + bodyErrors + general,
        faults: [TaskExamples.completedFault, TaskExamples.idFault, TaskExamples.bodyFault]
    )

    private static let taskID = Parameter(
        field: APIField("id", .identifier, isRequired: true, "The task’s `id`."),
        place: .path,
        example: 42
    )

    /// What any request may fail with.
    static let general: [APIErrors.Name] = [.badRequest, .requestTimeout, .defect, .unavailable]

    private static let bodyErrors: [APIErrors.Name] = [.payloadTooLarge, .unsupportedMediaType]
}
