import ArgumentParser
import TodoSettings

/// Runs the whole service for development.
struct Dev: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the service with a PostgreSQL of its own, for development.",
        discussion: """
            Keeps everything in one folder: the database, which only this user can reach, and a secret that is made once. \
            Prints the address, a token for the user alice and commands to try; Ctrl-C stops all of it, and the data stay \
            for the next time. Settings from the environment or .env count for the server too, except DATABASE_URL and \
            HOST. PostgreSQL's programs must be installed.

            EXAMPLES:
              todoctl dev
              todoctl dev --port 9000 --seed-demo
              todoctl dev --reset
              todoctl dev --database-only
            """
    )

    @Option(help: "The port of 127.0.0.1 to serve on. (default: PORT, else 8000)")
    var port: Int?

    @Option(
        help: "The folder for the database and the secret, made if it is missing.",
        completion: .directory
    )
    var directory = ".todo"

    @Flag(help: "Delete the database in that folder first, after asking. The secret stays.")
    var reset = false

    @Flag(help: "With --reset: do not ask.")
    var yes = false

    @Flag(help: "Give the user alice some tasks to look at, where she has none.")
    var seedDemo = false

    @Flag(help: "Run the database alone, migrated, and print its URL.")
    var databaseOnly = false

    @Option(
        help: ArgumentHelp("The server program. (default: TodoServer beside todoctl)", valueName: "path"),
        completion: .file()
    )
    var server: String?

    func validate() throws {
        if let port, !(1...65_535).contains(port) { throw ValidationError("'--port' must be from 1 to 65535.") }
        if directory.isEmpty { throw ValidationError("'--directory' must name a folder.") }
        if yes && !reset { throw ValidationError("'--yes' goes with '--reset'.") }
    }

    func run() async throws {
        let folder = DevelopmentFolder(path: directory)
        if reset, !yes {
            try Confirmation.ask("Delete all tasks in \(folder.cluster)?", refusal: "'--reset' deletes data")
        }
        let session = DevelopmentSession(
            folder: folder,
            environment: try Environment.load(),
            server: databaseOnly ? nil : try ServerProgram.find(server),
            port: port,
            seedsDemo: seedDemo
        )
        let exitStatus = try await Interruption.cancelling { try await session.run(resetting: reset) }
        if exitStatus != 0 { throw ExitCode(exitStatus) }
    }
}
