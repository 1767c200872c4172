import ArgumentParser
import TodoCore
import TodoJSON
import TodoPostgres

/// Lists users.
struct UserList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the users who have tasks, in order of their ids.",
        discussion: """
            EXAMPLES:
              todoctl user list
              todoctl user list --json | jq -r '.users[] | select(.tasks > 1000) | .user_id'
            """
    )

    @OptionGroup var output: OutputOptions

    private static let table = Table(
        columns: [
            Table.Column(header: "TASKS", width: 9), Table.Column(header: "OPEN", width: 9),
            Table.Column(header: "LAST CHANGE", width: 20),
        ],
        last: "USER"
    )

    func run() async throws {
        let users = UserAdministration(url: try await Database.administrationURL())
        let stream = ResultStream()
        let list = output.json ? JSONListStream("user.list", field: "users", stream) : nil
        if list == nil { stream.write(Self.table.header) }
        try await users.list { summary in
            list?.add(Self.json(summary)) ?? stream.write(Self.line(summary))
        }
        list?.finish()
        stream.finish()
    }

    private static func line(_ summary: UserSummary) -> String {
        // To the second.
        let time = String(summary.lastChange.description.prefix(19)).replacing("T", with: " ") + "Z"
        return table.line(
            ["\(summary.tasks)", "\(summary.tasks - summary.completed)", "\(time)"],
            summary.user.rawValue
        )
    }

    private static func json(_ summary: UserSummary) -> JSONValue {
        [
            "user_id": .string(summary.user.rawValue), "tasks": .integer(summary.tasks),
            "completed": .integer(summary.completed), "last_change": .string(summary.lastChange.description),
        ]
    }
}
