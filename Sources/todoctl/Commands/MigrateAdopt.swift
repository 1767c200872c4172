import ArgumentParser
import TodoPostgres

/// Takes over another backend's table of tasks.
struct MigrateAdopt: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adopt",
        abstract: "Take over a table tasks that another backend made, scarcely blocking its readers.",
        discussion: """
            For a table with serial ids, naive time stamps (which mean UTC), without constraints or with other indexes, such \
            as the Python backend makes. Rows that break the rules are named by id before anything is changed.

            The rows are copied to a new table of the right shape in one transaction. Writers wait for all of it. Readers go \
            on and wait only while the tables change places, for which the table is locked in attempts of 100 ms at most. \
            Count and a digest of all rows are compared before that; if they differed, everything would be rolled back. \
            Pending migrations are applied with it. The old table is gone afterwards: take a backup, and about as much \
            free space as the table has.

            The plan comes from a rehearsal with up to 20,000 rows that is rolled back. As after any change of a column's \
            type, a statement that a client prepared before fails once ("cached plan must not change result type"), and a \
            transaction that began before at the level repeatable read or stricter finds the new table empty.

            EXAMPLES:
              todoctl migrate adopt --plan
              todoctl migrate adopt
              todoctl migrate adopt --yes --lock-timeout 2m
            """
    )

    @Flag(help: "Print what would happen and how long it would take, and change nothing.")
    var plan = false

    @Flag(help: "Do not ask.")
    var yes = false

    @OptionGroup var options: MigrationOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if plan && yes { throw ValidationError("'--plan' changes nothing and goes without '--yes'.") }
    }

    func run() async throws {
        let migrator = try await options.migrator()
        if plan || !yes {
            let plan = try await migrator.adoptionPlan()
            if self.plan {
                output.print(plan.document, text: plan.text)
                if plan.refusals.count > 0 { throw Failure(plan.refusals.description) }
                return
            }
            guard plan.refusals.count == 0 else { throw Failure(plan.refusals.description) }
            Console.note("the plan:\n\(plan.text)")
            try Confirmation.ask("Take the table over?", refusal: "'migrate adopt' replaces the table tasks")
        }
        let adoption = try await migrator.adopt()
        output.print(adoption.document, text: adoption.text)
        Console.note("took the table over")
    }
}
