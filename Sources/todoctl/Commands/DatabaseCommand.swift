import ArgumentParser

/// The group of commands about the database as such.
struct DatabaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "db",
        abstract: "Wait for the database.",
        subcommands: [DatabaseWait.self]
    )
}
