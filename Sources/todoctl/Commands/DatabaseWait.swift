import ArgumentParser
import TodoJSON
import TodoPostgres
import TodoSettings

/// Waits until the database is there.
struct DatabaseWait: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wait",
        abstract: "Wait until the database answers.",
        discussion: """
            For scripts, containers and CI, before migrations or the server. Asks DATABASE_URL, or MIGRATION_DATABASE_URL where \
            that alone is set, again and again with pauses that grow to a second. Says on standard error why it is not \
            there yet, once for each change of the cause: nobody listens, it starts, it has no connection left, it sleeps.

            Exits with 0 when it is there, and with 69 when the time is over. What waiting cannot cure ends it at once: 78 \
            a wrong URL, user, password, database or certificate; with --migrated, 4 where migrations do not fit this \
            build.

            EXAMPLES:
              todoctl db wait --timeout 2m && todoctl migrate up
              todoctl db wait --migrated && exec TodoServer
            """
    )

    @Option(help: "How long to wait altogether.")
    var timeout = DurationArgument(seconds: 30)

    @Flag(help: "Wait until every migration is applied as well, as the server needs it.")
    var migrated = false

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let url = try Self.url(Environment.load())
        let began = ContinuousClock.now
        let outcome = try await Interruption.ending {
            try await DatabaseAvailability(url: url.reveal()).wait(
                for: migrated ? .currentSchema : .answer,
                timeout: timeout.duration
            ) { cause in
                Console.note("waiting for the database: \(DisplayText.visible(cause))")
            }
        }
        try conclude(outcome, after: ContinuousClock.now - began)
    }

    private static func url(_ environment: Environment) throws(SettingsError) -> Secret {
        guard environment[.databaseURL] == nil, environment[.migrationDatabaseURL] != nil else {
            return try DatabaseSettings(environment).url
        }
        return try DatabaseSettings.migrationURL(environment)
    }

    private func conclude(_ outcome: DatabaseAvailability.Outcome, after elapsed: Duration) throws {
        var cause: String?
        var exitStatus: Int32 = 0
        switch outcome {
        case .reached: Console.note("the database is there\(migrated ? ", its schema current" : "")")
        case .timedOut(let reason):
            (cause, exitStatus) = (reason, ExitStatus.unavailable)
            let limit = timeout.defaultValueDescription
            Console.note("the database is not there after \(limit): \(DisplayText.visible(reason))")
        case .hopeless(let finding):
            (cause, exitStatus) = (finding.sentence, finding.exitStatus)
            Console.note("waiting does not help: \(DisplayText.visible(finding.sentence))")
            if let remedy = finding.remedy { Console.note("to do: \(remedy)") }
        }
        let document = JSONDocument(
            "db.wait",
            [
                "reached": .bool(exitStatus == 0), "cause": JSONValue(cause),
                "waited_milliseconds": .integer(elapsed.wholeMilliseconds),
            ]
        )
        output.print(document, text: "")
        if exitStatus != 0 { throw ExitCode(exitStatus) }
    }
}
