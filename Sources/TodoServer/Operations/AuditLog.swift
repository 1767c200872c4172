import Logging
import TodoCore

/// Writes down who changed which task, at the level `info`; never what is in it.
struct AuditLog: Sendable {
    let logger: Logger

    /// A change was made.
    ///
    /// - Parameters:
    ///   - command: what was asked for.
    ///   - request: whose it is.
    ///   - task: what came of it; `nil` after a deletion.
    func changed(by command: TaskCommand, _ request: AuthenticatedRequest, to task: TodoTask?) {
        guard logger.logLevel <= .info else { return }
        var metadata = request.metadata
        metadata["user_id"] = .string(request.user.rawValue)
        metadata["task_id"] = .string(task.map { String($0.id.rawValue) } ?? request.taskText)
        metadata["action"] = .string(command.action)
        logger.info("Task changed", metadata: metadata)
    }
}

extension TaskCommand {
    fileprivate var action: String {
        switch self {
        case .create: "create"
        case .replace: "replace"
        case .patch: "patch"
        case .complete: "complete"
        case .delete: "delete"
        }
    }
}
