import ArgumentParser
import TodoJSON
import TodoPostgres

/// Applies pending migrations.
struct MigrateUp: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up",
        abstract: "Apply every pending migration, all of them or none.",
        discussion: """
            May be repeated and may run on several machines at once: one applies, the others wait. A table tasks that another \
            backend made is taken over in place, which keeps readers out meanwhile; see 'migrate adopt'.

            EXAMPLES:
              todoctl migrate up
              todoctl migrate up --to 1
              todoctl migrate up --dry-run --lock-timeout 5s
            """
    )

    @Option(name: .customLong("to"), help: ArgumentHelp("The last migration to apply.", valueName: "version"))
    var target: Int?

    @Flag(help: "Execute everything and roll it back. The locks are real while it lasts.")
    var dryRun = false

    @OptionGroup var options: MigrationOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let applied = try await options.migrator().apply(through: target, isDryRun: dryRun)
        output.print(
            JSONDocument("migrate.up", ["applied": applied.json, "dry_run": .bool(dryRun)]),
            text: applied.isEmpty ? "" : MigrationTable.text(applied)
        )
        guard !applied.isEmpty else {
            Console.note("nothing to apply, the schema is current")
            return
        }
        let count = Count(applied.count, "migration")
        Console.note(dryRun ? "\(count) can be applied; all of it was rolled back" : "applied \(count)")
    }
}
