import ArgumentParser
import TodoJSON
import TodoPostgres
import TodoSettings

/// Shows which migrations are applied.
struct MigrateStatus: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "List the migrations and whether they are applied.",
        discussion: """
            A state is one of: applied; pending; missing (not applied, although a later one is); modified (applied, but this \
            version of the tool has another text of it); unknown (applied by a newer version of the tool).

            EXAMPLES:
              todoctl migrate status
              todoctl migrate status --json --exit-code
            """
    )

    @OptionGroup var output: OutputOptions

    @Flag(help: "Exit with 3 when migrations are pending, with 4 when one is missing, modified or unknown.")
    var exitCode = false

    func run() async throws {
        let migrations = try await MigrationOptions.parse([]).migrator().status()
        output.print(
            JSONDocument("migrate.status", ["migrations": migrations.json]),
            text: MigrationTable.text(migrations)
        )
        if exitCode, let status = migrations.exitStatus { throw ExitCode(status) }
    }
}

extension [MigrationStatus] {
    /// What `--exit-code` asks for; `nil` when everything is applied.
    var exitStatus: Int32? {
        if contains(where: { [.missing, .modified, .unknown].contains($0.state) }) { return ExitStatus.drift }
        return contains { $0.state == .pending } ? ExitStatus.pending : nil
    }
}
