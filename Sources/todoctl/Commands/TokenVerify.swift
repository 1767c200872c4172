import ArgumentParser
import TodoCore
import TodoJSON
import TodoSettings

/// Tells whose token it is.
struct TokenVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Print the user id of a token that the server would accept.",
        discussion: """
            Reads the token from standard input, or asks for it on the terminal, which does not show it. Unless the \
            token is accepted, says why in one line on standard error and exits as 'token inspect' does, which says more.

            EXAMPLES:
              user=$(todoctl token verify < token.txt) || exit
            """
    )

    @OptionGroup var input: TokenInput
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let report = try await TokenInspector(Environment.load()).report(on: input)
        guard case .accepted(let user) = report.answer else {
            throw Failure(exitStatus: report.answer.exitStatus, report.reason)
        }
        output.print(JSONDocument("token.verify", ["user_id": .string(user.rawValue)]), text: user.rawValue)
    }
}
