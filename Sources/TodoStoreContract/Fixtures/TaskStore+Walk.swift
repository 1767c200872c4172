import Testing
package import TodoCore

extension TaskStore {
    /// Inserts `count` tasks, one after another, titled "Task 1", "Task 2" and so on.
    package func insert(count: Int, for owner: UserID) async throws(TodoError) -> [TodoTask] {
        var tasks: [TodoTask] = []
        for number in 1...count {
            tasks.append(try await insert(.fixture("Task \(number)"), owner))
        }
        return tasks
    }

    /// Reads a list to its end, page by page; `betweenPages` runs while another page is known to follow.
    ///
    /// Pages before the last are full, unless `allowsShortPages` says that texts are long.
    ///
    /// A walk that does not end is reported as an issue after 1,000 pages.
    package func walk(
        _ owner: UserID,
        isCompleted: Bool? = nil,
        limit: Int = 100,
        allowsShortPages: Bool = false,
        betweenPages: (TaskPage) async throws(TodoError) -> Void = { _ async throws(TodoError) in }
    ) async throws(TodoError) -> [TodoTask] {
        var query = TaskQuery(owner: owner, isCompleted: isCompleted, limit: limit)
        var tasks: [TodoTask] = []
        for _ in 1...1000 {
            let page = try await list(query)
            #expect(page.count <= limit, "a page holds no more than was asked for")
            tasks += page
            guard let next = page.next else { return tasks }
            #expect(page.count == limit || allowsShortPages, "a page before the last is full")
            query.after = next
            try await betweenPages(page)
        }
        Issue.record("the list does not end")
        return tasks
    }
}

extension [TodoTask] {
    /// The tasks as a list shows them: newest first, by number where two are equally new.
    package var newestFirst: [TodoTask] {
        sorted { TaskPosition(of: $0) > TaskPosition(of: $1) }
    }
}
