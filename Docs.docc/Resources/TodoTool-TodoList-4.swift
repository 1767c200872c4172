import TodoCore

/// Somebody's tasks, as commands of one line each.
struct TodoList {
    static let help = """
        add TITLE   remember a task
        list        show all tasks, newest first
        done ID     mark a task as done, or as open again
        rm ID       forget a task
        """

    let service: TaskService
    let user: UserID

    /// Does what a line says.
    ///
    /// - Returns: what to print.
    /// - Throws: `TodoError`: what is wrong with the title or the ID, or that there is no such task.
    func run(_ line: String) async throws(TodoError) -> String {
        let words = line.split(separator: " ", maxSplits: 1)
        let argument = String(words.dropFirst().first ?? "")
        switch words.first {
        case "add":
            return Self.text(try await service.create(.init(title: .value(argument)), for: user))
        case "list":
            var lines: [String] = []
            for try await page in service.list(for: user) { lines += page.map(Self.text) }
            return lines.joined(separator: "\n")
        case "done":
            return Self.text(try await service.complete(TaskReference(argument), for: user))
        case "rm":
            try await service.delete(TaskReference(argument), for: user)
            return "removed \(argument)"
        default:
            return Self.help
        }
    }

    private static func text(_ task: TodoTask) -> String {
        "\(task.id) [\(task.isCompleted ? "x" : " ")] \(task.title)"
    }
}
