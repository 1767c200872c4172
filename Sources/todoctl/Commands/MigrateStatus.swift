import ArgumentParser
import TodoPostgres

/// Shows which migrations are applied.
struct MigrateStatus: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "List the migrations and whether they are applied.",
        discussion: """
            A state is one of: applied; pending; modified (applied, but this version of the tool has another text of it); \
            unknown (applied by a newer version).
            """
    )

    @Flag(help: "Print a JSON document instead of a table.")
    var json = false

    func run() async throws {
        let migrations = try await Migrate.migrator().status()
        let document = JSONDocument("migrate.status", ["migrations": migrations.json])
        Console.result(json ? try document.text() : MigrationTable.text(migrations))
    }
}
