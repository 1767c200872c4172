import TodoCore

/// Tasks to look at, for a user who has none: what somebody who builds a frontend wants to see in a list.
enum DemoTasks {
    private struct Example {
        let title: String
        var description: String?
        var isCompleted = false
    }

    /// From the oldest to the newest: short and long, done and open, in several scripts.
    private static let examples = [
        Example(title: "Renew the passport", description: "Photos are in the drawer.", isCompleted: true),
        Example(title: "Book the dentist", isCompleted: true),
        Example(
            title: "Plan Grandma's 80th birthday",
            description: "Venue\nGuests\nCake: ask Ola\nThe slide show with the pictures from the island"
        ),
        Example(title: "Read “The Left Hand of Darkness”", isCompleted: true),
        Example(title: "牛乳とパンを買う"),
        Example(title: "Účet za elektřinu", description: "Due on the 15th."),
        Example(
            title:
                "Find out why the balcony door only closes when somebody lifts it, pulls it, and says something nice "
                + "to it at the same time"
        ),
        Example(title: "Call Bob", description: "About the boat."),
        Example(title: "🎸 Practise for Friday"),
        Example(title: "Buy milk"),
    ]

    /// Adds the tasks by the rules of the API, unless the user has some already.
    ///
    /// - Returns: how many were added.
    /// - Throws: `TodoError`; what was added until then stays.
    static func add(to tasks: TaskService, for user: UserID) async throws -> Int {
        for try await page in tasks.list(for: user) where !page.isEmpty { return 0 }
        for example in examples {
            let draft = TodoTask.Draft(
                title: .value(example.title),
                description: example.description.map(FieldInput.value) ?? .absent
            )
            let task = try await tasks.create(draft, for: user)
            if example.isCompleted {
                _ = try await tasks.complete(
                    TaskReference("\(task.id)"),
                    completed: .value(true),
                    for: user
                )
            }
        }
        return examples.count
    }
}
