import ArgumentParser
import TodoTokens

/// Prints what is to be published of a private key.
struct TokenJWKS: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jwks",
        abstract: "Print the JWKS (the public part) of a private key, as Better Auth serves it.",
        discussion: """
            EXAMPLES:
              todoctl token jwks dev.jwk > jwks.json
            """
    )

    @Argument(help: "The file that 'token keygen' made, or any private JWK of Ed25519.")
    var file: String

    func run() throws {
        Console.result(try KeyFile.read(file).publicJWKS)
    }
}
