import ArgumentParser
import TodoJSON
import TodoPostgres

/// Accepts this build's text of a migration.
struct MigrateRepair: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "repair",
        abstract: "Record this version's text of a migration that is modified or missing.",
        discussion: """
            Verifies first: only where the schema is exactly what the migrations of this version make is the record put \
            right. Otherwise it prints the differences and exits with 4. The schema itself is never changed.

            EXAMPLES:
              todoctl migrate repair --accept 2
            """
    )

    @Option(help: ArgumentHelp("The migration.", valueName: "version"))
    var accept: Int

    @OptionGroup var options: MigrationOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let status = try await options.migrator().accept(version: accept)
        output.print(
            JSONDocument("migrate.repair", ["migrations": [status].json]),
            text: MigrationTable.text([status])
        )
        Console.note("recorded this version's text of migration \(status.version)")
    }
}
