import ArgumentParser
import TodoCore

/// Completes a task.
struct TaskComplete: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "complete",
        abstract: "Mark a task as completed, or as open again, and show it.",
        discussion: """
            May be repeated: unlike the API without a body, it does not toggle.

            EXAMPLES:
              todoctl task complete 7 --user alice
              todoctl task complete 7 --user alice --undo
            """
    )

    @Argument(help: "The task's number.")
    var id: String

    @Flag(help: "Mark it as open.")
    var undo = false

    @OptionGroup var options: TaskOptions

    func run() async throws {
        let task = try await Database.withTasks {
            try await $0.complete(TaskReference(id), completed: .value(!undo), for: options.user)
        }
        try options.show(task, kind: "task.complete")
    }
}
