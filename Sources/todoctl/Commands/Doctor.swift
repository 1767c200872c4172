import ArgumentParser
import TodoJSON
import TodoPostgres
import TodoSettings

/// Looks the whole set-up over.
struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check settings, database, issuer and ports, and say what to do.",
        discussion: """
            Reads the settings as the server does, then asks the database, the issuer of tokens and the ports. Changes nothing, \
            and may be run beside a server that serves. Each check is a line: fine (✔), a warning (!), a fault (✘), or nothing \
            to check here, or not reached because of another fault (–); below it, what to do. Secrets are never shown.

            Exits with 0 when nothing is at fault, warnings or not. Otherwise the first fault decides: 78 a setting is wrong, \
            or a port taken; 69 the database or the issuer cannot be reached; 3 migrations are pending; 4 the schema is not \
            what they make; 1 the database or its clock is unfit.

            EXAMPLES:
              todoctl doctor
              todoctl doctor --timeout 30s
              todoctl doctor --json > doctor.json
            """
    )

    @Option(help: "How long the checks of the database, those of its drift, and those of the issuer may each take.")
    var timeout = DurationArgument(seconds: 10)

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let findings = try await Interruption.ending { try await examine() }
        let faults = findings.filter(\.isFault)
        let warnings = findings.filter { $0.status == .warning }
        let status = (faults.first ?? warnings.first)?.statusName ?? "ok"
        if output.json {
            let document = JSONDocument("doctor", ["status": .string(status), "checks": .array(findings.map(\.json))])
            Console.result(document.text)
        }
        Console.note("\(Count(faults.count, "fault")), \(Count(warnings.count, "warning"))")
        if let fault = faults.first { throw ExitCode(fault.exitStatus) }
    }

    /// The findings, each printed as soon as it is there unless a document is wanted.
    private func examine() async throws -> [Finding] {
        var findings: [Finding] = []
        func found(_ finding: Finding) {
            findings.append(finding)
            if !output.json { Console.result(finding.text(width: 19)) }
        }
        do {
            let settings = SettingsReading(try Environment.load())
            await Examination(settings: settings, timeout: timeout.duration).run(found)
        } catch {
            // Without them there is nothing else to check.
            found(SettingsReading.finding(error.problems))
        }
        return findings
    }
}
