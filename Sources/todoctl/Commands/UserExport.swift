import ArgumentParser
import TodoCore
import TodoJSON
import TodoPostgres
import TodoSettings

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Writes a user's tasks into a file.
struct UserExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a user's tasks as JSON Lines, oldest first.",
        discussion: """
            One task a line, as the API shows it, with times to the microsecond; the last line holds the count and the SHA-256 of \
            all lines before. Uses DATABASE_URL. A file is FILE.part until it is whole: an export that was interrupted is \
            continued by the same command behind its last line, and shows the tasks that were added since.

            EXAMPLES:
              todoctl user export --user alice --output alice.jsonl
              todoctl user export --user alice | gzip > alice.jsonl.gz
            """
    )

    @Option(help: "The user id, 1 to 255 characters.")
    var user: UserID

    @Option(
        name: .customLong("output"),
        help: ArgumentHelp("The file to write. (default: standard output)", valueName: "file"),
        completion: .file(extensions: ["jsonl"])
    )
    var file: String?

    @Flag(help: "Replace the file if it is there.")
    var force = false

    @Flag(help: "Show no progress.")
    var quiet = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if file?.isEmpty == true { throw ValidationError("'--output' must name a file.") }
        if output.json && file == nil { throw ValidationError("'--json' goes with '--output'.") }
    }

    func run() async throws {
        if let file, !force, FileManager.default.fileExists(atPath: file) {
            throw Failure("the file \(file) is there already; add --force to replace it")
        }
        let display = ProgressDisplay(isQuiet: quiet || (file == nil && isatty(STDOUT_FILENO) == 1))
        let export = TaskExport(
            url: try await Database.url(),
            of: user,
            to: file.map(TaskExport.Destination.file) ?? .descriptor(STDOUT_FILENO)
        )
        defer { display.clear() }
        let seal: ExportSeal
        do {
            seal = try await Interruption.cancelling(insistence: true) { try await export.run(display.show) }
        } catch let error as AdministrationError where error.code == .interrupted && file != nil {
            display.clear()
            throw Failure(exitStatus: ExitStatus.interrupted, "interrupted; the same command continues the export")
        }
        display.clear()
        guard let file else {
            return Console.note("exported \(Count(seal.tasks, "task")), SHA-256 \(seal.sha256)")
        }
        let fields: KeyValuePairs<String, JSONValue> = [
            "user_id": .string(user.rawValue), "file": .string(file), "tasks": .integer(seal.tasks),
            "sha256": .string(seal.sha256),
        ]
        output.print(
            JSONDocument("user.export", fields),
            text: "exported \(Count(seal.tasks, "task")) to \(file), SHA-256 \(seal.sha256)"
        )
    }
}
