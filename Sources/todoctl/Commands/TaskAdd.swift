import ArgumentParser
import TodoCore

/// Adds a task.
struct TaskAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add a task and show it.",
        discussion: """
            EXAMPLES:
              todoctl task add "Buy milk" --user alice
              todoctl task add "Call Bob" --description "About the boat" --user alice --json
            """
    )

    @Argument(help: "The title, 1 to 200 characters.")
    var title: String

    @Option(help: "A longer text.")
    var description: String?

    @OptionGroup var options: TaskOptions

    func run() async throws {
        let draft = TodoTask.Draft(title: .value(title), description: description.map(FieldInput.value) ?? .absent)
        let task = try await Database.withTasks { try await $0.create(draft, for: options.user) }
        try options.show(task, kind: "task.add")
    }
}
