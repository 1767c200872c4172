import ArgumentParser
import TodoCore
import TodoJSON

/// Deletes a task.
struct TaskDelete: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Delete a task, after showing it and asking.",
        discussion: """
            EXAMPLES:
              todoctl task delete 7 --user alice
              todoctl task delete 7 --user alice --yes
            """
    )

    @Argument(help: "The task's number.")
    var id: String

    @Flag(help: "Do not ask.")
    var yes = false

    @OptionGroup var options: TaskOptions

    func run() async throws {
        let reference = TaskReference(id)
        let task = try await Database.withTasks { tasks in
            let task = try await tasks.get(reference, for: options.user)
            if !yes {
                Console.note("this deletes task \(task.id), \(DisplayText.visible(task.title.rawValue))")
                try Confirmation.ask("Delete it?", refusal: "'task delete' deletes data")
            }
            try await tasks.delete(reference, for: options.user)
            return task
        }
        options.output.print(JSONDocument("task.delete", ["task": task.json]), text: "")
        Console.note("deleted task \(task.id)")
    }
}
