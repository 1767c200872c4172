import ArgumentParser
import TodoJSON
import TodoPostgres

/// Undoes migrations.
struct MigrateDown: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "down",
        abstract: "Undo the migrations after a version, where they have a way back.",
        discussion: """
            The newest is undone first, all of them in one transaction. One whose way back would delete people's tasks has \
            none. A server of this version is not ready on an older schema, so stop it or go back to its older version.

            EXAMPLES:
              todoctl migrate down --to 1
              todoctl migrate down --to 1 --yes
            """
    )

    @Option(name: .customLong("to"), help: ArgumentHelp("The version to go back to.", valueName: "version"))
    var target: Int

    @Flag(help: "Do not ask.")
    var yes = false

    @OptionGroup var options: MigrationOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if target < 0 { throw ValidationError("'--to' must be 0 or the version of a migration.") }
    }

    func run() async throws {
        let migrator = try await options.migrator()
        if !yes {
            try Confirmation.ask(
                "Undo the migrations after \(target)?",
                refusal: "'migrate down' takes away what migrations made"
            )
        }
        let undone = try await migrator.revert(to: target)
        output.print(
            JSONDocument("migrate.down", ["undone": undone.json]),
            text: undone.isEmpty ? "" : MigrationTable.text(undone)
        )
        Console.note(undone.isEmpty ? "nothing to undo" : "undid \(Count(undone.count, "migration"))")
    }
}
