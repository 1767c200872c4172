import ArgumentParser
import TodoCore

/// Lists a user's tasks.
struct TaskList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List a user's tasks, newest first.",
        discussion: """
            Titles are cut off to fit the terminal; elsewhere they are whole.

            EXAMPLES:
              todoctl task list --user alice
              todoctl task list --user alice --completed false --limit 10
              todoctl task list --user alice --json | jq -c '.tasks[]' > tasks.jsonl
            """
    )

    @Option(
        help: "Only tasks that are completed (true) or not (false).",
        completion: .list(["true", "false"])
    )
    var completed: Bool?

    @Option(help: "At most so many tasks.")
    var limit: Int?

    @OptionGroup var options: TaskOptions

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("'--limit' must be at least 1.") }
    }

    func run() async throws {
        let stream = ResultStream()
        try await Database.withTasks { tasks in
            var left = limit ?? .max
            // The first page comes before anything is printed, so that a failure leaves no half of a document.
            var pages = tasks.list(isCompleted: completed, for: options.user).makeAsyncIterator()
            var page = try await pages.next()
            let list = options.output.json ? JSONListStream("task.list", field: "tasks", stream) : nil
            if list == nil { stream.write(TaskTable.table.header) }
            while let tasks = page, left > 0 {
                for task in tasks.prefix(left) {
                    let isRead = list?.add(task.json) ?? stream.write(TaskTable.line(task))
                    if !isRead { return }
                }
                left -= tasks.count
                page = left > 0 ? try await pages.next() : nil
            }
            list?.finish()
        }
        stream.finish()
    }
}
