import ArgumentParser
import TodoPostgres
import TodoSettings

/// The group of commands about the database schema.
struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring the database schema up to date, or look at it.",
        discussion: "Uses MIGRATION_DATABASE_URL if it is set, else DATABASE_URL.",
        subcommands: [MigrateStatus.self, MigrateUp.self]
    )

    /// - Throws: `SettingsError` when no usable URL is set.
    static func migrator(lockTimeout: Duration = .seconds(30)) throws -> Migrator {
        let url = try DatabaseSettings.migrationURL(Environment.load())
        return Migrator(url: url.reveal(), lockTimeout: lockTimeout)
    }
}
