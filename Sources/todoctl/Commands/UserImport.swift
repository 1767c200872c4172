import ArgumentParser
import TodoCore
import TodoJSON
import TodoPostgres
import TodoSettings

/// Adds the tasks of a file to a user's.
struct UserImport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Add the tasks of a file of JSON Lines to a user's, each exactly once.",
        discussion: """
            The file is checked first, as a whole and line by line by the API's rules, and nothing is changed; bad lines are \
            reported by number. Then the good ones are added, with new numbers, their order and times kept. However it ends, the \
            same command continues behind the last line that counts, and a file that was imported for the user is not imported \
            again. Lines that were refused do not count as imported: those that name another user are added when the same file \
            is imported with --adopt.

            Fields of a line: title, completed, created_at, updated_at, perhaps description and user_id; others are ignored. A \
            line has at most 64 MiB.

            EXAMPLES:
              todoctl user import alice.jsonl --user alice
              todoctl user import alice.jsonl --user alice --strict --json
              todoctl user import tasks-of-bob.jsonl --user alice --adopt
              todoctl user import from-the-api.jsonl --user alice --unsealed
            """
    )

    @Argument(
        help: "The file; not a pipe, because it is read twice.",
        completion: .file(extensions: ["jsonl"])
    )
    var file: String

    @Option(help: "The user id, 1 to 255 characters.")
    var user: UserID

    @Flag(help: "Add all tasks in one transaction, and none when a line is bad.")
    var strict = false

    @Flag(help: "Take tasks that name another user too.")
    var adopt = false

    @Flag(help: "Take a file that does not end with the count and SHA-256 of an export, or does not fit them.")
    var unsealed = false

    @Flag(help: "Import a file once more that was imported for this user before.")
    var again = false

    @Option(help: "The most bad lines to report one by one.")
    var maxReports = 20

    @Flag(help: "Show no progress.")
    var quiet = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if maxReports < 0 { throw ValidationError("'--max-reports' must not be negative.") }
    }

    func run() async throws {
        var options = TaskImport.Options()
        options.isStrict = strict
        options.adoptsTasks = adopt
        options.requiresSeal = !unsealed
        options.repeats = again
        let work = TaskImport(url: try await Database.administrationURL(), of: file, for: user, options)
        let display = ProgressDisplay(isQuiet: quiet)
        let refusals = RefusalReport(limit: maxReports, display)
        defer { display.clear() }
        let report: ImportReport
        do {
            report = try await Interruption.cancelling(insistence: true) {
                try await work.run(refusals.add, display.show)
            }
        } catch let error as AdministrationError where error.code == .interrupted {
            display.clear()
            throw Failure(exitStatus: ExitStatus.interrupted, "interrupted; the same command continues the import")
        }
        display.clear()
        output.print(document(report, refusals), text: text(report))
        if report.refused > 0 { throw Failure(exitStatus: ExitStatus.dataError, refusals.summary) }
    }

    private func text(_ report: ImportReport) -> String {
        let before = report.tasks - report.imported
        let note = before > 0 ? " (\(before) had been imported before)" : ""
        let refused = Count(report.refused, "line")
        return "imported \(report.imported) of \(Count(report.tasks, "task"))\(note), refused \(refused)"
    }

    private func document(_ report: ImportReport, _ refusals: RefusalReport) -> JSONDocument {
        JSONDocument(
            "user.import",
            [
                "user_id": .string(user.rawValue), "file": .string(file), "tasks": .integer(report.tasks),
                "imported": .integer(report.imported), "refused": .integer(report.refused),
                "refusals": .array(refusals.json), "sha256": .string(report.sha256),
            ]
        )
    }
}
