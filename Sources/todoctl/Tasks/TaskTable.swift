import TodoCore

/// Tasks for people.
enum TaskTable {
    static let table = Table(
        columns: [
            Table.Column(header: "ID", width: 8), Table.Column(header: "DONE", width: 4),
            Table.Column(header: "CREATED", width: 16),
        ],
        last: "TITLE"
    )

    static func line(_ task: TodoTask) -> String {
        // To the minute.
        let created = String(task.createdAt.description.prefix(16)).replacing("T", with: " ")
        let cells = [
            "\(task.id)", Table.Cell(task.isCompleted ? "yes" : "no", task.isCompleted ? .good : nil), "\(created)",
        ]
        return table.line(cells, task.title.rawValue)
    }

    /// One task with all that is known of it.
    static func details(_ task: TodoTask) -> String {
        let lines = [
            ("id", task.id.description),
            ("user", DisplayText.visible(task.owner.rawValue)),
            ("title", DisplayText.visible(task.title.rawValue)),
            ("completed", task.isCompleted ? "yes" : "no"),
            ("created", task.createdAt.description),
            ("updated", task.updatedAt.description),
        ]
        let description = task.description.map { "\n\n" + visibleLines($0.rawValue) } ?? ""
        return FactList.text(lines) + description
    }

    /// Text that may have lines of its own.
    private static func visibleLines(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { DisplayText.visible(String($0)) }
            .joined(separator: "\n")
    }
}
