import ArgumentParser
import TodoPostgres

/// How long a command on the schema waits.
struct MigrationOptions: ParsableArguments {
    @Option(help: "How long to wait for another run to finish, and for a table in use.")
    var lockTimeout = DurationArgument(seconds: 30)

    @Option(help: "How long one statement may run.")
    var statementTimeout = DurationArgument(seconds: 900)

    /// - Throws: `SettingsError` when no usable URL is set.
    func migrator() async throws -> Migrator {
        Migrator(
            url: try await Database.administrationURL(),
            lockTimeout: lockTimeout.duration,
            statementTimeout: statementTimeout.duration
        )
    }
}
