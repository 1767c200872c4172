import ArgumentParser

/// The group of commands about users.
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "List users, move their tasks in and out, and forget them.",
        discussion: """
            Users are those who have tasks; accounts belong to the authentication system. Uses MIGRATION_DATABASE_URL if it is \
            set, else DATABASE_URL; the login must be allowed to act as the role todo_admin, as the one that migrated is.

            EXAMPLES:
              todoctl user list
              todoctl user export --user alice --output alice.jsonl
              todoctl user import alice.jsonl --user alice
              todoctl user erase --user alice
            """,
        subcommands: [UserErase.self, UserExport.self, UserImport.self, UserList.self, UserStats.self]
    )
}
