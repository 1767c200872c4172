import ArgumentParser

/// The group of commands about idempotency keys.
struct Idempotency: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "idempotency",
        abstract: "Look after the answers that are kept under idempotency keys.",
        subcommands: [IdempotencyPrune.self]
    )
}
