import ArgumentParser
import TodoJSON
import TodoPostgres

/// Adds the foreign key to Better Auth's users.
struct MigrateLinkUsers: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "link-users",
        abstract: "Add the optional foreign key from tasks to Better Auth's table of users.",
        discussion: """
            For a database that both share. Deleting a user deletes the user's tasks from then on, and nobody can have tasks \
            who is no user. The table, the column, their types, and whether every task has its user are checked first; tasks \
            without a user are counted and named by user id.

            New rows are checked from the first transaction on, those that are there are validated in a second one while \
            everybody reads and writes; a login that the policies of the table hold for, such as its owner, has to lock it \
            meanwhile. May be repeated.

            EXAMPLES:
              todoctl migrate link-users
              todoctl migrate link-users --table auth.users --column id
              todoctl migrate link-users --unlink
            """
    )

    @Option(help: ArgumentHelp("The table of users, perhaps with its schema; unquoted.", valueName: "name"))
    var table = "user"

    @Option(help: ArgumentHelp("Its column with the user id; unquoted.", valueName: "name"))
    var column = "id"

    @Flag(help: "Remove the foreign key.")
    var unlink = false

    @OptionGroup var options: MigrationOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if table.isEmpty || column.isEmpty { throw ValidationError("'--table' and '--column' must name something.") }
    }

    func run() async throws {
        let migrator = try await options.migrator()
        let outcome =
            unlink ? try await migrator.unlink() : try await migrator.link(to: UserLink(table: table, column: column))
        output.print(JSONDocument("migrate.link-users", ["outcome": .string(outcome.rawValue)]), text: "")
        switch outcome {
        case .linked: Console.note("tasks.user_id refers to \(table).\(column)")
        case .unlinked: Console.note("tasks.user_id refers to no table of users any more")
        case .unchanged: Console.note("nothing to do")
        }
    }
}
