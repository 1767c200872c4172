import HTTPTypes
import TodoJSON

extension APIOperation {
    static let tasks = [list, create, get, replace, patch, delete, complete]

    private static let list = APIOperation(
        id: "listTasks",
        method: .get,
        path: "/api/tasks",
        group: .tasks,
        title: "List tasks",
        summary:
            "Returns all tasks of the token’s user, newest first. The order is total, and no change to a task moves it. "
            + "With `limit` or `cursor` it returns one page, and `Link` names the next; without `Link` it is the last.",
        parameters: Parameter.ofList,
        answers: [
            Answer(
                status: .ok,
                summary: "The tasks.",
                content: .json(.taskList, example: ["tasks": [TaskExamples.created]]),
                headers: [.link, .xTotalCount, .preferenceApplied]
            )
        ],
        errors: [.unauthorized, .validation] + general,
        faults: [TaskExamples.completedFault, TaskExamples.pageFaults]
    )

    private static let create = APIOperation(
        id: "createTask",
        method: .post,
        path: "/api/tasks",
        group: .tasks,
        title: "Create a task",
        summary: "Adds a task for the token’s user. A new task is never completed.",
        parameters: [.idempotencyKey],
        body: RequestBody(schema: .taskCreate, isRequired: true, examples: TaskExamples.creations),
        answers: [
            Answer(
                status: .created,
                summary: "The task, and its path in the header `Location`.",
                content: .json(.task, example: TaskExamples.created),
                headers: [.location] + ofWrite
            )
        ],
        errors: [.unauthorized, .validation] + keyErrors + bodyErrors + general,
        faults: [TaskExamples.titleFault, TaskExamples.typeFaults, TaskExamples.bodyFault]
    )

    private static let get = APIOperation(
        id: "getTask",
        method: .get,
        path: "/api/tasks/{id}",
        group: .tasks,
        title: "Get a task",
        summary: "Returns one task of the token’s user.",
        parameters: [.taskID, .ifNoneMatch],
        answers: [
            Answer(
                status: .ok,
                summary: "The task.",
                content: .json(.task, example: TaskExamples.created),
                headers: [.eTag]
            ),
            Answer(
                status: .notModified,
                summary: "You have this version already. There is no body.",
                content: .none,
                headers: [.eTag]
            ),
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
        parameters: writeParameters,
        body: RequestBody(schema: .taskUpdate, isRequired: true, examples: TaskExamples.replacements),
        answers: [
            Answer(
                status: .ok,
                summary: "The task as it is now.",
                content: .json(.task, example: TaskExamples.replaced),
                headers: ofWrite
            )
        ],
        errors: [.unauthorized, .taskNotFound, .preconditionFailed, .validation] + keyErrors + bodyErrors + general,
        faults: [TaskExamples.updateFaults, TaskExamples.idFault, TaskExamples.bodyFault]
    )

    private static let patch = APIOperation(
        id: "patchTask",
        method: .patch,
        path: "/api/tasks/{id}",
        group: .tasks,
        title: "Change a task",
        summary:
            "Changes the fields that are sent and keeps the others, as RFC 7396 has it. An empty object changes nothing.",
        parameters: writeParameters,
        body: RequestBody(
            schema: .taskPatch,
            isRequired: true,
            examples: TaskExamples.patches,
            mediaTypes: ["application/merge-patch+json", "application/json"]
        ),
        answers: [
            Answer(
                status: .ok,
                summary: "The task as it is now.",
                content: .json(.task, example: TaskExamples.patched),
                headers: ofWrite
            )
        ],
        errors: [.unauthorized, .taskNotFound, .preconditionFailed, .validation] + keyErrors + bodyErrors + general,
        faults: [
            TaskExamples.titleFault, TaskExamples.completedFault, TaskExamples.typeFaults, TaskExamples.idFault,
            TaskExamples.bodyFault,
        ]
    )

    private static let delete = APIOperation(
        id: "deleteTask",
        method: .delete,
        path: "/api/tasks/{id}",
        group: .tasks,
        title: "Delete a task",
        summary: "Deletes the task for good. A second time it is a 404.",
        parameters: writeParameters,
        answers: [
            Answer(
                status: .noContent,
                summary: "The task is gone. There is no body.",
                content: .none,
                headers: [.idempotencyReplayed]
            )
        ],
        errors: [.unauthorized, .taskNotFound, .preconditionFailed, .validation] + keyErrors + bodyErrors + general,
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
        parameters: writeParameters,
        body: RequestBody(schema: .taskComplete, isRequired: false, examples: TaskExamples.completions),
        answers: [
            Answer(
                status: .ok,
                summary: "The task as it is now.",
                content: .json(.task, example: TaskExamples.completed),
                headers: ofWrite
            )
        ],
        errors: [.unauthorized, .taskNotFound, .preconditionFailed, .validation] + keyErrors + bodyErrors + general,
        faults: [TaskExamples.completedFault, TaskExamples.idFault, TaskExamples.bodyFault]
    )

    /// What names the task to change, under which condition, and the request.
    private static let writeParameters: [Parameter] = [.taskID, .ifMatch, .ifNoneMatchOfWrite, .idempotencyKey]

    /// What the head of an answer with a task tells that was written.
    private static let ofWrite: [APIHeader] = [.eTag, .idempotencyReplayed]

    /// What any request may fail with.
    static let general: [APIErrors.Name] = [.badRequest, .requestTimeout, .defect, .unavailable]

    private static let keyErrors: [APIErrors.Name] = [.conflict, .idempotencyKeyReused]

    private static let bodyErrors: [APIErrors.Name] = [.payloadTooLarge, .unsupportedMediaType]
}
