import ArgumentParser
import TodoCore

/// Shows a task.
struct TaskShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a task with all that is known of it.",
        discussion: """
            EXAMPLES:
              todoctl task show 7 --user alice
            """
    )

    @Argument(help: "The task's number.")
    var id: String

    @OptionGroup var options: TaskOptions

    func run() async throws {
        let task = try await Database.withTasks { try await $0.get(TaskReference(id), for: options.user) }
        try options.show(task, kind: "task.show")
    }
}
