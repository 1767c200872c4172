import ArgumentParser
import TodoSettings

/// The admin tool.
@main
struct TodoCtl: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "todoctl",
        abstract: "Sets up, inspects and tries out the todo service.",
        discussion: """
            Results go to standard output, everything else to standard error. Settings come from the environment, or from \
            a file .env in the working directory; the environment wins. Secrets are never taken from arguments.

            SETTINGS:
            \(Setting.helpTable(settings))

              \(Setting.fileHelp)

            EXIT STATUS:
              0    done
              1    failed
              3    migrations are pending (with --exit-code, and of doctor)
              4    the schema is not what the migrations make
              64   wrong use of the command line
              65   a file is damaged, or some of its lines were refused (the good ones are imported, except with --strict)
              69   the database or another service cannot be reached
              78   a setting is missing or wrong
              130  interrupted; what was done until then is whole
            """,
        version: Version.current,
        subcommands: [
            DatabaseCommand.self, Dev.self, Doctor.self, Idempotency.self, Migrate.self, TaskCommand.self, Token.self,
            UserCommand.self,
        ]
    )

    private static let settings: [Setting] = [
        .databaseURL, .migrationDatabaseURL, .betterAuthSecret, .betterAuthURL, .jwksURL, .jwtIssuer, .jwtAudience,
        .jwtUserIDClaim, .adminPort,
    ]

    static func main() async {
        do {
            try await runCommand()
            if let loss = StandardOutput.loss { throw loss }
        } catch {
            // A lost result comes first: what else failed may follow from it, as the end of a list does.
            guard let failure = StandardOutput.loss ?? Failure(error) else { exit(withError: error) }
            Console.failure(failure.message)
            exit(withError: ExitCode(failure.exitStatus))
        }
    }

    /// Does what the command line says.
    private static func runCommand() async throws {
        do {
            var command = try parseAsRoot()
            if var asyncCommand = command as? any AsyncParsableCommand {
                try await asyncCommand.run()
            } else {
                try command.run()
            }
        } catch let error where exitCode(for: error).isSuccess {
            // Help, the version and completions are results too, which the parser would print without looking.
            let text = fullMessage(for: error)
            if !text.isEmpty { Console.result(text) }
        }
    }
}
