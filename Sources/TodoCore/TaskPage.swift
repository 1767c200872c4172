/// A run of consecutive tasks from one user's list, newest first.
///
/// However many tasks there are, they lie in two pieces of memory: their texts one behind the other, and all else. A task is put
/// together when it is asked for, so that whoever only passes a page on allocates nothing for each.
public struct TaskPage: Sendable, Hashable {
    /// Where the next page begins, or `nil` when this one reaches the end.
    public let next: TaskPosition?
    /// Whose tasks they are; `nil` on a page without tasks.
    package let owner: UserID?
    package let rows: [Row]
    /// The rows' texts as UTF-8: of each first the title, then the description.
    package let texts: [UInt8]

    /// A task without its owner and its texts.
    package struct Row: Sendable, Hashable {
        package let id: TodoTask.ID
        package let isCompleted: Bool
        package let createdAt: Timestamp
        package let updatedAt: Timestamp
        package let version: Int64
        /// Where its title is among the page's texts.
        package let title: Range<Int>
        /// Where its description ends, which begins where the title ends; `nil` when it has none.
        package let descriptionEnd: Int?

        /// Where its description is among the page's texts.
        package var description: Range<Int>? { descriptionEnd.map { title.upperBound..<$0 } }

        /// The row, its texts being so many bytes further back.
        func moved(by bytes: Int) -> Row {
            Row(
                id: id,
                isCompleted: isCompleted,
                createdAt: createdAt,
                updatedAt: updatedAt,
                version: version,
                title: (title.lowerBound + bytes)..<(title.upperBound + bytes),
                descriptionEnd: descriptionEnd.map { $0 + bytes }
            )
        }
    }

    /// A page of these tasks, and where the next one begins.
    /// - Precondition: the tasks are one user's.
    public init(tasks: some Collection<TodoTask>, next: TaskPosition?) {
        var builder = Builder(owner: tasks.first?.owner, capacity: tasks.count)
        for task in tasks { builder.append(task) }
        self = builder.page(next: next)
    }

    /// Makes a page of at most `limit` tasks from up to `limit + 1` that were read to see whether more follow.
    /// - Precondition: the tasks are one user's.
    public init(reading tasks: [TodoTask], limit: Int) {
        let page = tasks.prefix(limit)
        self.init(tasks: page, next: tasks.count > limit ? page.last.map(TaskPosition.init(of:)) : nil)
    }

    init(owner: UserID?, rows: [Row], texts: [UInt8], next: TaskPosition?) {
        self.owner = rows.isEmpty ? nil : owner
        self.rows = rows
        self.texts = texts
        self.next = next
    }
}

extension TaskPage: RandomAccessCollection {
    public var startIndex: Int { rows.startIndex }
    public var endIndex: Int { rows.endIndex }

    /// The task at this place, put together anew each time.
    public subscript(position: Int) -> TodoTask {
        let row = rows[position]
        guard let owner else { preconditionFailure("BUG: a page with tasks has an owner") }
        return TodoTask(
            id: row.id,
            owner: owner,
            title: TaskTitle(unchecked: text(row.title)),
            description: row.description.map { TaskDescription(unchecked: text($0)) },
            isCompleted: row.isCompleted,
            createdAt: row.createdAt,
            updatedAt: row.updatedAt,
            version: row.version
        )
    }

    private func text(_ range: Range<Int>) -> String { String(decoding: texts[range], as: UTF8.self) }
}

extension TaskPage: CustomReflectable {
    /// The tasks and where the next page begins.
    public var customMirror: Mirror {
        Mirror(self, children: ["tasks": Array(self) as Any, "next": next as Any], displayStyle: .struct)
    }
}
