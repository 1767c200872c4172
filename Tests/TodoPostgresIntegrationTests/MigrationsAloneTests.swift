import Testing
import TodoTestSupport

@testable import TodoPostgres

/// Migrations that cannot run in a transaction.
@Suite struct MigrationsAloneTests {
    private static let index = Migration(
        version: Migration.required + 1,
        name: "index titles",
        sql: "create index concurrently if not exists titles on tasks (title)",
        runsAlone: true
    )
    private static let table = Migration(
        version: Migration.required + 2,
        name: "make another table",
        sql: "create table others (id int primary key)",
        wayBack: .sql("drop table others")
    )

    private static func migrator(_ database: TestDatabase) -> Migrator {
        Migrator(url: database.url, lockTimeout: .seconds(10), migrations: Migration.all + [index, table])
    }

    @Test func areAppliedInTheirOrderBetweenTransactions() async throws {
        try await TestDatabase.with(isMigrated: false) { database in
            let applied = try await Self.migrator(database).apply()
            #expect(applied.map(\.version) == Array(1...Migration.required + 2))
            let isValid = try await database.query(
                "select indisvalid from pg_index where indexrelid = 'titles'::regclass"
            )
            #expect(isValid == "t\n")
            let further = try await Self.migrator(database).apply()
            #expect(further.isEmpty)
            let differences = try await Self.migrator(database).verify().differences
            #expect(differences.isEmpty, "\(differences)")
        }
    }

    @Test func severalRunsAtOnceTakeTurnsHereToo() async throws {
        try await TestDatabase.with { database in
            let applied = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<3 { group.addTask { try await Self.migrator(database).apply().count } }
                return try await group.reduce(0, +)
            }
            #expect(applied == 2)
        }
    }

    /// A pooler would hand on the session that holds the lock.
    @Test func throughAPoolerTheyAreRefusedAndADirectURLIsAskedFor() async throws {
        try await TestDatabase.with(isMigrated: false) { database in
            try await PgBouncer.with(database) { url in
                let migrator = Migrator(url: url, migrations: Migration.all + [Self.index, Self.table])
                let error = await #expect(throws: MigrationError.self) { try await migrator.apply() }
                #expect(error?.code == .refused)
                #expect(error?.description.contains("set MIGRATION_DATABASE_URL") == true)
                #expect(error?.description.contains("(index titles)") == true)
                let states = try await migrator.status().map(\.state)
                #expect(states == Migration.all.map { _ in .applied } + [.pending, .pending], "what came before it")
            }
            #expect(try await database.query("select to_regclass('titles') is null") == "t\n")
            let applied = try await Self.migrator(database).apply()
            #expect(applied.map(\.version) == [Self.index.version, Self.table.version])
        }
    }

    @Test func aDryRunEndsBeforeThem() async throws {
        try await TestDatabase.with { database in
            let tried = try await Self.migrator(database).apply(isDryRun: true)
            #expect(tried.isEmpty)
            #expect(try await database.query("select to_regclass('titles') is null") == "t\n")
        }
    }

    @Test func onlyWhatHasAWayBackIsUndoneAndNothingOtherwise() async throws {
        try await TestDatabase.with { database in
            let migrator = Self.migrator(database)
            _ = try await migrator.apply()
            let error = await #expect(throws: MigrationError.self) {
                try await migrator.revert(to: Migration.required)
            }
            #expect(error?.code == .refused)
            #expect(try await database.query("select to_regclass('others') is null") == "f\n")
            let undone = try await migrator.revert(to: Self.index.version)
            #expect(undone.map(\.version) == [Self.table.version])
            #expect(undone.map(\.state) == [.pending])
            #expect(try await database.query("select to_regclass('others') is null") == "t\n")
        }
    }
}
