import ArgumentParser
import TodoPostgres

/// Applies pending migrations.
struct MigrateUp: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up",
        abstract: "Apply every pending migration, all of them or none.",
        discussion: "May be repeated and may run on several machines at once: one applies, the others wait."
    )

    @Option(help: "How long to wait while another run holds the lock.")
    var lockTimeout = DurationArgument(seconds: 30)

    func run() async throws {
        let applied = try await Migrate.migrator(lockTimeout: lockTimeout.duration).apply()
        guard !applied.isEmpty else {
            Console.note("nothing to apply, the schema is current")
            return
        }
        Console.result(MigrationTable.text(applied))
        Console.note("applied \(applied.count) migration\(applied.count == 1 ? "" : "s")")
    }
}
