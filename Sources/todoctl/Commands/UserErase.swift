import ArgumentParser
import TodoCore
import TodoJSON
import TodoPostgres

/// Forgets a user.
struct UserErase: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract: "Remove everything that is kept about a user, after saying what and asking.",
        discussion: """
            One transaction: all of it or nothing, however the command ends. The user's account belongs to the authentication \
            system, and while it exists there the user may add tasks again.

            EXAMPLES:
              todoctl user erase --user alice
              todoctl user erase --user alice --yes --json
            """
    )

    @Option(help: "The user id, 1 to 255 characters.")
    var user: UserID

    @Flag(help: "Do not ask.")
    var yes = false

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let users = UserAdministration(url: try await Database.administrationURL())
        let traces = try await users.traces(of: user)
        Console.note("this removes what is kept about \(DisplayText.visible(user.rawValue)): \(Self.text(traces))")
        if !yes, !traces.isEmpty {
            try Confirmation.ask("This cannot be undone.", typing: user.rawValue, refusal: "'user erase' deletes tasks")
        }
        let removed = try await users.erase(user)
        let fields: KeyValuePairs<String, JSONValue> = [
            "user_id": .string(user.rawValue), "tasks": .integer(removed.tasks), "imports": .integer(removed.imports),
            "idempotency_keys": .integer(removed.idempotencyKeys),
        ]
        output.print(JSONDocument("user.erase", fields), text: "")
        Console.note("removed \(Self.text(removed))")
    }

    private static func text(_ traces: UserTraces) -> String {
        "\(Count(traces.tasks, "task")), "
            + "\(traces.imports) entr\(traces.imports == 1 ? "y" : "ies") in the ledger of imports and "
            + "\(traces.idempotencyKeys) idempotency key\(traces.idempotencyKeys == 1 ? "" : "s")"
    }
}
