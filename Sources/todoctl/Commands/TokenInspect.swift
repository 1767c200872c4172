import ArgumentParser
import TodoSettings

/// Tells what the server makes of a token, check by check.
struct TokenInspect: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Show what the server would make of a token, check by check, and why.",
        discussion: """
            Reads the token from standard input, or asks for it on the terminal, which does not show it. Judges it as the \
            server with these settings would, with the issuer's keys as it publishes them now; where ADMIN_PORT is set and a \
            server runs there, shows the keys that this one knows too. Marks each check as passed (✔), failed (✘) or not \
            reached (–). Exits with 0 when the token is accepted, with 1 when it is refused, and with 69 when nothing can be \
            said without keys that cannot be fetched.

            EXAMPLES:
              todoctl token inspect
              todoctl token issue --user alice | todoctl token inspect
              pbpaste | todoctl token inspect --at 2026-02-17T10:00:00Z --json
            """
    )

    @OptionGroup var input: TokenInput
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let report = try await TokenInspector(Environment.load()).report(on: input)
        output.print(report.document, text: report.text)
        guard case .accepted = report.answer else { throw ExitCode(report.answer.exitStatus) }
    }
}
