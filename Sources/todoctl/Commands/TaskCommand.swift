import ArgumentParser
import TodoCore
import TodoJSON

/// The group of commands about one user's tasks.
struct TaskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "task",
        abstract: "Look at a user's tasks and change them, as the user could.",
        discussion: """
            Uses DATABASE_URL. The rules, and the sentences of a refusal, are the API's. Times are UTC.

            EXAMPLES:
              todoctl task add "Buy milk" --user alice
              todoctl task list --user alice --completed false
              todoctl task complete 7 --user alice
            """,
        subcommands: [TaskAdd.self, TaskComplete.self, TaskDelete.self, TaskList.self, TaskShow.self]
    )
}

/// What every command about a user's tasks takes.
struct TaskOptions: ParsableArguments {
    @Option(help: "The user id, 1 to 255 characters.")
    var user: UserID

    @OptionGroup var output: OutputOptions

    /// Prints one task.
    func show(_ task: TodoTask, kind: String) throws {
        output.print(JSONDocument(kind, ["task": task.json]), text: TaskTable.details(task))
    }
}
