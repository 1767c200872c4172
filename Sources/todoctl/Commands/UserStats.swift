import ArgumentParser
import TodoCore
import TodoJSON
import TodoPostgres

/// Shows numbers about tasks.
struct UserStats: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Show numbers about all users' tasks, or one user's.",
        discussion: """
            EXAMPLES:
              todoctl user stats
              todoctl user stats --user alice --json
            """
    )

    @Option(help: "The user id; without it, all users together.")
    var user: UserID?

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let statistics = try await UserAdministration(url: try await Database.administrationURL()).statistics(of: user)
        output.print(document(statistics), text: text(statistics))
    }

    private func text(_ statistics: TaskStatistics) -> String {
        var facts: [(name: String, value: String)] = [
            ("tasks", String(statistics.tasks)),
            ("completed", String(statistics.completed)),
            ("open", String(statistics.tasks - statistics.completed)),
            ("first created", statistics.firstCreated?.description ?? "-"),
            ("last created", statistics.lastCreated?.description ?? "-"),
            ("last change", statistics.lastChange?.description ?? "-"),
            ("bytes of text", String(statistics.textBytes)),
        ]
        if let user {
            facts.insert(("user", DisplayText.visible(user.rawValue)), at: 0)
        } else {
            facts.insert(("users", String(statistics.users)), at: 0)
            facts.append(("bytes on disk", String(statistics.storageBytes)))
        }
        return FactList.text(facts)
    }

    private func document(_ statistics: TaskStatistics) -> JSONDocument {
        JSONDocument(
            "user.stats",
            [
                "user_id": JSONValue(user?.rawValue),
                "users": .integer(statistics.users),
                "tasks": .integer(statistics.tasks),
                "completed": .integer(statistics.completed),
                "first_created": JSONValue(statistics.firstCreated?.description),
                "last_created": JSONValue(statistics.lastCreated?.description),
                "last_change": JSONValue(statistics.lastChange?.description),
                "text_bytes": .integer(statistics.textBytes),
                "storage_bytes": .integer(statistics.storageBytes),
            ]
        )
    }
}
