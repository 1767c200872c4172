import Testing
import TodoTestSupport

@testable import TodoPostgres

@Suite struct MigratorTests {
    static let latest = Migration.required

    static func all(_ state: MigrationStatus.State) -> [MigrationStatus.State] {
        Array(repeating: state, count: latest)
    }

    @Test func makesTheSchemaOnceAndSaysSo() async throws {
        try await TestDatabase.with(isMigrated: false) { database in
            let migrator = Migrator(url: database.url)
            #expect(try await migrator.status().map(\.state) == Self.all(.pending))
            #expect(try await migrator.apply().map(\.state) == Self.all(.applied))
            #expect(try await migrator.apply().isEmpty)
            let status = try await migrator.status()
            #expect(status.map(\.state) == Self.all(.applied))
            #expect(status.first?.appliedAt?.hasSuffix("Z") == true)
        }
    }

    @Test func manyRunsAtOnceTakeTurnsAndOneOfThemApplies() async throws {
        try await TestDatabase.with(isMigrated: false) { database in
            let applied = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<5 { group.addTask { try await Migrator(url: database.url).apply().count } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(applied.sorted() == [0, 0, 0, 0, Self.latest])
        }
    }

    @Test func aMigrationThatFailsLeavesNothingBehind() async throws {
        try await TestDatabase.with(isMigrated: false) { database in
            let broken = Migration(
                version: Self.latest + 1,
                name: "broken",
                sql: "create table extra (id int); select 1 / 0"
            )
            let migrator = Migrator(
                url: database.url,
                lockTimeout: .seconds(5),
                migrations: Migration.all + [broken]
            )
            let error = await #expect(throws: MigrationError.self) { try await migrator.apply() }
            #expect(error?.code == .failed)
            let tables = try await database.query("select count(*) from pg_tables where schemaname = 'public'")
            #expect(tables == "0\n")
        }
    }

    @Test func aMigrationThatWasChangedAfterItWasAppliedIsRefused() async throws {
        try await TestDatabase.with { database in
            try await database.query("update todo_migrations set checksum = 'other'")
            let migrator = Migrator(url: database.url)
            #expect(try await migrator.status().map(\.state) == Self.all(.modified))
            let error = await #expect(throws: MigrationError.self) { try await migrator.apply() }
            #expect(error?.code == .mismatch)
        }
    }

    @Test func aDatabaseThatIsNewerThanThisBuildIsLeftAlone() async throws {
        try await TestDatabase.with { database in
            try await database.query("insert into todo_migrations values (99, 'from the future', 'x')")
            let migrator = Migrator(url: database.url)
            #expect(try await migrator.status().map(\.state) == Self.all(.applied) + [.unknown])
            let error = await #expect(throws: MigrationError.self) { try await migrator.apply() }
            #expect(error?.code == .mismatch)
        }
    }

    @Test func waitsForAnotherRunOnlyAsLongAsItMayAndNamesIt() async throws {
        try await TestDatabase.with(isMigrated: false) { database in
            let holdLock = Statement(
                name: "test_lock",
                sql: "select pg_advisory_lock(1953457263) is null",
                parameterTypes: [],
                resultTypes: [.bool],
                access: .write
            )
            _ = try await Migrator(url: database.url).apply()
            let error = try await withClient(database) { client in
                _ = try await client.query(.write, holdLock, []) { _ throws(PostgresError) in true }
                let migrator = Migrator(url: database.url, lockTimeout: .milliseconds(300))
                return await #expect(throws: MigrationError.self) { try await migrator.apply() }
            }
            #expect(error?.code == .locked)
            #expect(error?.description.contains("process ") == true)
        }
    }

    @Test func anUnreachableDatabaseIsReportedAsSuch() async throws {
        let migrator = Migrator(url: "postgresql://127.0.0.1:1/nowhere?connect_timeout=2")
        let error = await #expect(throws: MigrationError.self) { try await migrator.status() }
        #expect(error?.code == .unreachable)
    }

    @Test func takesOverATableWithoutLosingARow() async throws {
        try await TestDatabase.with(isMigrated: false) { database in
            try await database.query(
                """
                create table tasks (
                    id serial primary key, user_id varchar(255) not null, title varchar(200) not null, description text,
                    completed boolean not null default false, created_at timestamp not null default now(),
                    updated_at timestamp
                );
                create index idx_tasks_user_id on tasks (user_id);
                create index idx_tasks_user_completed on tasks (user_id, completed);
                insert into tasks (user_id, title, created_at, updated_at)
                select 'user ' || n % 7, 'task ' || n, timestamp '2026-01-31 23:59:59.123456' + n * interval '1 hour',
                    case when n % 3 = 0 then null else timestamp '2026-03-01 12:00:00' end
                from generate_series(1, 1000) n;
                delete from tasks where id > 990;
                """
            )
            let digest =
                "select count(*), md5(string_agg(concat_ws(',', id, user_id, title, %), ';' order by id)) from tasks"
            let before = try await database.query(
                digest.replacing("%", with: "extract(epoch from created_at at time zone 'UTC')")
            )
            #expect(try await Migrator(url: database.url).apply().count == Self.latest)
            let after = try await database.query(digest.replacing("%", with: "extract(epoch from created_at)"))
            #expect(before == after)
            #expect(
                try await database.query(
                    "select format_type(atttypid, atttypmod) from pg_attribute where attrelid = 'tasks'::regclass "
                        + "and attnum > 0 and not attisdropped order by attname"
                )
                .split(separator: "\n")
                    == [
                        "boolean", "timestamp with time zone", "text", "bigint", "character varying(200)",
                        "timestamp with time zone", "character varying(255)", "bigint",
                    ]
            )
            #expect(try await database.query("select count(*) from tasks where updated_at is null") == "0\n")
            // Numbers go on where they were, and are not given a second time.
            let next = try await database.query("insert into tasks (user_id, title) values ('a', 'b') returning id")
            #expect(next == "1001\n")
            #expect(
                try await database.query("select indexdef from pg_indexes where indexname = 'idx_tasks_user_id'")
                    .contains("(user_id, created_at DESC, id DESC)")
            )
        }
    }

    @Test(arguments: ["''", "repeat('x', 201)"])
    func refusesToTakeOverRowsThatBreakTheRulesByNumberAndChangesNothing(title: String) async throws {
        try await TestDatabase.with(isMigrated: false) { database in
            try await database.query(
                """
                create table tasks (id serial primary key, user_id text, title text, description text,
                    completed boolean, created_at timestamp, updated_at timestamp);
                insert into tasks (user_id, title) values ('a', 'fine'), ('a', \(title));
                """
            )
            let error = await #expect(throws: MigrationError.self) { try await Migrator(url: database.url).apply() }
            #expect(error?.code == .failed)
            #expect(error?.description.contains("rows with id 2 ") == true)
            #expect(
                try await database.query("select data_type from information_schema.columns where column_name = 'id'")
                    == "integer\n"
            )
        }
    }
}
