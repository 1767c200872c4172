import ArgumentParser

/// The group of commands about the database schema.
struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring the database schema up to date, or look at it.",
        discussion: """
            Uses MIGRATION_DATABASE_URL if it is set, else DATABASE_URL; a pooler may stand between. What changes the schema \
            is one transaction under one lock: it happens as a whole or not at all, also when it is interrupted by Ctrl-C \
            or killed, and runs at once take turns.

            EXAMPLES:
              todoctl migrate up                        apply what is pending
              todoctl migrate up --dry-run              try it, and roll it back
              todoctl migrate plan > pending.sql        for whoever reviews or runs it
              todoctl migrate verify --exit-code        in CI, or before a deployment
              todoctl migrate adopt --plan              before taking over another backend's table
            """,
        subcommands: [
            MigrateStatus.self, MigratePlan.self, MigrateUp.self, MigrateDown.self, MigrateVerify.self,
            MigrateRepair.self, MigrateAdopt.self, MigrateLinkUsers.self,
        ]
    )
}
