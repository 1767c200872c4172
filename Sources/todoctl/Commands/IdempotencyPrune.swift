import ArgumentParser
import TodoJSON
import TodoPostgres

/// Removes what has expired.
struct IdempotencyPrune: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Remove the idempotency keys that are older than 24 hours.",
        discussion: """
            The server removes a user's expired keys, a few with each new one; this removes those of users who do not come back. \
            It works in short transactions that nobody waits for, so it may run at any time, once a day for example. Uses \
            MIGRATION_DATABASE_URL if it is set, else DATABASE_URL; the login must be allowed to act as the role todo_admin.

            EXAMPLES:
              todoctl idempotency prune
              todoctl idempotency prune --json
            """
    )

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let removed = try await IdempotencyKeyPruning(url: try await Database.administrationURL()).prune()
        output.print(JSONDocument("idempotency.prune", ["removed": .integer(removed)]), text: "")
        Console.note("removed \(removed) expired key\(removed == 1 ? "" : "s")")
    }
}
