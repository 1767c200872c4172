import Testing
import TodoCore
import TodoStoreContract
import TodoTestSupport

@testable import TodoPostgres

/// The database keeps users apart whatever a statement says.
@Suite struct IsolationTests {
    static let alice = UserID(unchecked: "alice")
    static let bob = UserID(unchecked: "bob")

    /// A statement that forgot its `where`.
    static func careless(_ sql: String, _ access: Statement.Access = .write) -> Statement {
        Statement(name: "test_careless", sql: sql, parameterTypes: [], resultTypes: [.text], access: access)
    }

    static let everyOwner = careless("select user_id::text from tasks order by id", .read)

    func rows(_ client: PostgresClient, _ statement: Statement, as user: UserID?) async throws -> [String] {
        try await client.query(statement.access == .read ? .read : .write, statement, [], as: user) {
            result throws(PostgresError) in (0..<result.rowCount).map { result.text(row: $0, column: 0) }
        }
    }

    func expect(
        _ client: PostgresClient,
        _ statement: Statement,
        as user: UserID?,
        sees expected: [String],
        at location: SourceLocation = #_sourceLocation
    ) async throws {
        let seen = try await rows(client, statement, as: user)
        #expect(seen == expected, sourceLocation: location)
    }

    /// A database in which alice has two tasks and bob one, and a client with one connection for reads and one for writes.
    func withTasks(_ body: (PostgresClient, TestDatabase) async throws -> Void) async throws {
        try await TestDatabase.with { database in
            try await database.query(
                "insert into tasks (user_id, title) values ('alice', 'a'), ('bob', 'b'), ('alice', 'c')"
            )
            try await withClient(database, poolSize: 3) { client in try await body(client, database) }
        }
    }

    @Test func aStatementWithoutWhereSeesItsUsersRowsAlone() async throws {
        try await withTasks { client, _ in
            try await expect(client, Self.everyOwner, as: Self.alice, sees: ["alice", "alice"])
            try await expect(client, Self.everyOwner, as: Self.bob, sees: ["bob"])
            try await expect(client, Self.everyOwner, as: UserID(unchecked: "mallory"), sees: [])
        }
    }

    @Test(arguments: [
        "update tasks set title = 'taken' returning user_id::text", "delete from tasks returning user_id::text",
    ])
    func aStatementWithoutWhereChangesItsUsersRowsAlone(sql: String) async throws {
        try await withTasks { client, database in
            try await expect(client, Self.careless(sql), as: Self.bob, sees: ["bob"])
            let titles = try await database.query("select title from tasks where user_id = 'alice' order by id")
            #expect(titles == "a\nc\n")
        }
    }

    @Test(arguments: [
        "insert into tasks (user_id, title) values ('alice', 'planted') returning title::text",
        "update tasks set user_id = 'alice' returning title::text",
        "insert into tasks (user_id, title, created_at) values ('bob', 'backdated', 'epoch') returning title::text",
        "truncate tasks",
        "drop table tasks",
        "alter table tasks disable row level security",
        "update todo_migrations set checksum = ''",
    ])
    func whatNoUserMayDoIsRefused(sql: String) async throws {
        try await withTasks { client, database in
            let error = await #expect(throws: PostgresError.self) {
                try await rows(client, Self.careless(sql), as: Self.bob)
            }
            #expect(error?.code == .server(.insufficientPrivilege))
            let owners = try await database.query("select user_id from tasks order by id")
            #expect(owners == "alice\nbob\nalice\n")
        }
    }

    @Test func withoutAUserOrWithAnEmptyOneThereIsNothingToSee() async throws {
        try await withTasks { client, _ in
            // The same connection has served a user before; its setting ended with the transaction.
            for user in [nil, Self.alice, nil, UserID(unchecked: ""), Self.bob, nil] {
                let owners = try await rows(client, Self.everyOwner, as: user)
                #expect(owners.allSatisfy { $0 == user?.rawValue })
                #expect(owners.isEmpty == (user?.rawValue ?? "").isEmpty)
            }
            let setting = Self.careless("select coalesce(current_setting('todo.user_id', true), '')", .read)
            try await expect(client, setting, as: Self.alice, sees: ["alice"])
            try await expect(client, setting, as: nil, sees: [""])
            let insert = Self.careless("insert into tasks (user_id, title) values ('', 'x') returning title::text")
            await #expect(throws: PostgresError.self) { try await rows(client, insert, as: UserID(unchecked: "")) }
        }
    }

    @Test func twoUsersOnOneConnectionNeverSeeEachOther() async throws {
        try await withTasks { client, _ in
            try await withThrowingTaskGroup(of: (UserID?, [String]).self) { group in
                for index in 0..<3000 {
                    // Nobody is one of them: what has no user shares transactions with what has one.
                    let user = [Self.alice, Self.bob, nil][index % 3]
                    // The queue holds 512; a request that is refused comes back.
                    group.addTask {
                        while true {
                            do { return (user, try await rows(client, Self.everyOwner, as: user)) } catch let error
                                as PostgresError
                                where error.code == .overloaded
                            { await Task.yield() }
                        }
                    }
                }
                var count = 0
                for try await (user, owners) in group {
                    #expect(owners == (user == Self.alice ? ["alice", "alice"] : user == Self.bob ? ["bob"] : []))
                    count += 1
                }
                #expect(count == 3000)
            }
        }
    }

    @Test(arguments: ["superuser", "bypassrls createrole", "createrole"])
    func statementsRunAsAnOrdinaryRoleWhateverTheLoginIs(attributes: String) async throws {
        try await TestDatabase.with(isMigrated: false) { database in
            let login = "login_\(UInt64.random(in: 0 ... .max))"
            try await database.query(
                "create role \(login) login \(attributes); alter database \"\(database.name)\" owner to \(login)"
            )
            let url = database.url.replacing("user=postgres", with: "user=\(login)")
            _ = try await Migrator(url: url).apply()
            try await withClient(url: url) { client in
                #expect(await client.readiness() == .ready)
                let roles = Self.careless("select concat_ws(' ', session_user, current_user)", .read)
                try await expect(client, roles, as: Self.alice, sees: ["\(login) todo_app"])
                let task = try await client.taskStore.insert(.fixture(), Self.alice)
                #expect(try await client.taskStore.fetch(task.id, Self.alice) == task)
                try await expect(client, Self.everyOwner, as: Self.bob, sees: [])
            }
            try await database.query("drop owned by \(login); reassign owned by \(login) to postgres")
        }
    }
}
