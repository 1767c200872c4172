import ArgumentParser

/// The group of commands about access tokens.
struct Token: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make access tokens, and find out what the server makes of one.",
        subcommands: [TokenIssue.self, TokenInspect.self, TokenVerify.self, TokenKeygen.self, TokenJWKS.self]
    )
}
