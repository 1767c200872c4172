import ArgumentParser
import TodoJSON
import TodoPostgres
import TodoSettings

/// Shows the SQL of pending migrations.
struct MigratePlan: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Print the SQL that up would run.",
        discussion: """
            The script is complete, with the transaction, its lock and the records, so that psql can run it instead. Nothing \
            is printed when nothing is pending.

            EXAMPLES:
              todoctl migrate plan
              todoctl migrate plan --to 1
              todoctl migrate plan | psql -v ON_ERROR_STOP=1 "$DATABASE_URL"
            """
    )

    @Option(name: .customLong("to"), help: ArgumentHelp("The last migration to plan for.", valueName: "version"))
    var target: Int?

    @OptionGroup var options: MigrationOptions
    @OptionGroup var output: OutputOptions

    @Flag(help: "Exit with 3 when migrations are pending.")
    var exitCode = false

    func run() async throws {
        let plan = try await options.migrator().plan(through: target)
        let steps = plan.steps.map { step -> JSONValue in
            [
                "version": .integer(step.version), "name": .string(step.name), "checksum": .string(step.checksum),
                "sql": .string(step.sql), "runs_alone": .bool(step.runsAlone),
            ]
        }
        output.print(
            JSONDocument("migrate.plan", ["migrations": .array(steps), "script": .string(plan.script)]),
            text: plan.script
        )
        if plan.steps.isEmpty { Console.note("nothing to apply, the schema is current") }
        if exitCode, !plan.steps.isEmpty { throw ExitCode(ExitStatus.pending) }
    }
}
