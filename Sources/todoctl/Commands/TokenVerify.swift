import ArgumentParser
import TodoSettings

/// Tells whose token it is.
struct TokenVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Print the user id of a token that the server would accept.",
        discussion: """
            Reads the token from standard input, or asks for it on the terminal, which does not show it. Exits with 1 when \
            the token is refused, and says why on standard error; 'token inspect' says more.

            EXAMPLES:
              user=$(todoctl token verify < token.txt) || exit
            """
    )

    @OptionGroup
    var input: TokenInput

    func run() async throws {
        let report = try await TokenInspector(Environment.load()).report(on: input)
        guard let user = report.user else { throw Failure(report.summary) }
        Console.result(user)
    }
}
