import ArgumentParser
import TodoJSON
import TodoPostgres
import TodoSettings

/// Looks for drift.
struct MigrateVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Compare the schema with what its migrations make.",
        discussion: """
            Compares columns, types, defaults, constraints, indexes, policies, triggers, grants and the role todo_app. The \
            applied migrations are run in a scratch schema within a transaction that is rolled back; live tables are not \
            locked. The login needs the right to create schemas. The foreign key of 'link-users' is no drift.

            Each difference is a line on standard output. Exits with 4 when there is one, or when a migration is missing or \
            modified.

            EXAMPLES:
              todoctl migrate verify
              todoctl migrate verify --exit-code --json
            """
    )

    @OptionGroup var options: MigrationOptions
    @OptionGroup var output: OutputOptions

    @Flag(help: "Exit with 3 when there is no drift and migrations are pending.")
    var exitCode = false

    func run() async throws {
        let verification = try await options.migrator().verify()
        let differences = verification.differences.map { difference -> JSONValue in
            [
                "kind": .string(difference.kind), "name": .string(difference.name),
                "expected": JSONValue(difference.expected), "found": JSONValue(difference.found),
                "description": .string(difference.description),
            ]
        }
        output.print(
            JSONDocument(
                "migrate.verify",
                [
                    "differences": .array(differences), "obstacle": JSONValue(verification.obstacle),
                    "migrations": verification.migrations.json,
                ]
            ),
            text: verification.differences.map(\.description).joined(separator: "\n")
        )
        if let obstacle = verification.obstacle {
            Console.note("the rest could not be compared: \(obstacle)")
        }
        try conclude(verification)
    }

    private func conclude(_ verification: SchemaVerification) throws {
        let odd = verification.migrations.filter { $0.state == .missing || $0.state == .modified }
        for migration in odd {
            Console.note("migration \(migration.version) (\(migration.name)) is \(migration.state.rawValue)")
        }
        let count = verification.differences.count
        if count > 0 { Console.note("\(Count(count, "difference")) from what the migrations make") }
        guard count == 0, odd.isEmpty else { throw ExitCode(ExitStatus.drift) }
        let pending = verification.migrations.filter { $0.state == .pending }.count
        guard pending > 0 else {
            Console.note("the schema is what the migrations make")
            return
        }
        Console.note("no drift, and \(pending) migration\(pending == 1 ? " is" : "s are") pending")
        if exitCode { throw ExitCode(ExitStatus.pending) }
    }
}
