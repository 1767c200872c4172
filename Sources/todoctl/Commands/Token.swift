import ArgumentParser

/// The group of commands about access tokens.
struct Token: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make access tokens.",
        subcommands: [TokenIssue.self]
    )
}
