import NIOCore
import Testing
import TodoCore
import TodoStoreContract
import TodoTestSupport

@testable import TodoPostgres

/// Writes that wait while others are committed share a transaction, and nobody can tell but by the clock.
@Suite struct SharedTransactionTests {
    static let users = (1...40).map { UserID(unchecked: "user \($0)") }

    static func content(_ title: String) -> TodoTask.Content {
        TodoTask.Content(title: TaskTitle(unchecked: title), description: nil, isCompleted: false)
    }

    func toggle(_ store: TaskStore, _ id: TodoTask.ID, _ owner: UserID) async -> TodoError.Code? {
        do throws(TodoError) {
            _ = try await store.write(.change(id, TodoTask.Change(completion: .toggle), if: .none), owner, nil)
            return nil
        } catch {
            return error.code
        }
    }

    /// A client whose writes all meet on one event loop, beside a holder of locks.
    func withBusyClient(_ body: (PostgresClient, TestDatabase) async throws -> Void) async throws {
        try await TestDatabase.with { database in
            try await withClient(database, poolSize: 7, configure: { $0.queueLimit = 5000 }) { client in
                try await body(client, database)
            }
        }
    }

    /// A task for each user, by the superuser.
    func insertTasks(_ database: TestDatabase) async throws -> [(id: TodoTask.ID, owner: UserID)] {
        for user in Self.users {
            try await database.query("insert into tasks (user_id, title) values ('\(user.rawValue)', 'own')")
        }
        let lines = try await database.query("select id, user_id from tasks order by id").split(separator: "\n")
        return try lines.map { line in
            let columns = line.split(separator: "|")
            let id = try #require(columns.first.flatMap { Int64($0) })
            return (TodoTask.ID(unchecked: id), UserID(unchecked: String(columns[1])))
        }
    }

    @Test func writesOfManyUsersAreCommittedTogether() async throws {
        try await withBusyClient { client, database in
            let store = client.taskStore
            try await withThrowingTaskGroup(of: Void.self) { group in
                for user in Self.users {
                    for number in 1...10 {
                        group.addTask { _ = try await store.insert(Self.content("\(user) \(number)"), user) }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await database.query("select count(*), count(distinct title) from tasks") == "400|400\n")
            #expect(try await database.query("select bool_and(title like user_id || ' %') from tasks") == "t\n")
            #expect(try await database.query("select count(distinct xmin::text) < 200 from tasks") == "t\n")
        }
    }

    @Test func whoSharesATransactionSeesAndChangesOnlyWhatIsTheirs() async throws {
        try await withBusyClient { client, database in
            let store = client.taskStore
            let tasks = try await insertTasks(database)
            await withTaskGroup(of: (isOwn: Bool, code: TodoError.Code?).self) { group in
                for (index, task) in tasks.enumerated() {
                    let other = Self.users[(index + 1) % Self.users.count]
                    group.addTask { (true, await toggle(store, task.id, task.owner)) }
                    group.addTask { (false, await toggle(store, task.id, other)) }
                }
                for await answer in group { #expect(answer.code == (answer.isOwn ? nil : .notFound)) }
            }
            #expect(try await database.query("select count(*) from tasks where completed and version = 2") == "40\n")
        }
    }

    @Test func aWriteThatIsRefusedLeavesTheOthersOfItsTransactionAlone() async throws {
        try await withBusyClient { client, database in
            let fail = Statement(
                name: "test_fail",
                sql: "select 1 / $1",
                parameterTypes: [.int8],
                resultTypes: [.int8],
                access: .write
            )
            let store = client.taskStore
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 1...400 {
                    let user = Self.users[number % Self.users.count]
                    group.addTask {
                        if number.isMultiple(of: 20) {
                            let error = await #expect(throws: PostgresError.self) {
                                try await client.query(.write, fail, [.int8(0)], as: user) { _ throws(PostgresError) in
                                }
                            }
                            #expect(error?.description == "22012: division by zero")
                        } else {
                            _ = try await store.insert(Self.content("\(number)"), user)
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await database.query("select count(*), count(distinct title) from tasks") == "380|380\n")
        }
    }

    /// As with a constraint that is checked at the end.
    @Test func aWriteThatCannotBeCommittedLeavesTheOthersOfItsTransactionAlone() async throws {
        try await withBusyClient { client, database in
            try await database.query(
                """
                create function refuse() returns trigger language plpgsql as $$
                begin
                    if new.title = 'refuse' then raise exception 'not this one'; end if;
                    return null;
                end $$;
                create constraint trigger refuse after insert on tasks deferrable initially deferred
                for each row execute function refuse()
                """
            )
            let store = client.taskStore
            await withTaskGroup(of: (isRefused: Bool, code: TodoError.Code?).self) { group in
                for number in 1...200 {
                    let user = Self.users[number % Self.users.count]
                    let isRefused = number.isMultiple(of: 10)
                    group.addTask {
                        do throws(TodoError) {
                            _ = try await store.insert(Self.content(isRefused ? "refuse" : "\(number)"), user)
                            return (isRefused, nil)
                        } catch {
                            return (isRefused, error.code)
                        }
                    }
                }
                for await answer in group { #expect((answer.code != nil) == answer.isRefused) }
            }
            #expect(try await database.query("select count(*), count(distinct title) from tasks") == "180|180\n")
        }
    }

    /// Runs `body` while somebody holds the row of a task.
    func withLock(
        on id: TodoTask.ID,
        _ database: TestDatabase,
        _ body: (_ release: () async throws -> Void) async throws -> Void
    ) async throws {
        let take = Statement(
            name: "test_lock",
            sql: "select pg_advisory_lock(4711)::text",
            parameterTypes: [],
            resultTypes: [.text],
            access: .write
        )
        // One transaction locks the task and then waits for what this test holds.
        let hold = "begin; select from tasks where id = \(id) for update; select pg_advisory_xact_lock(4711); commit"
        try await withClient(database, poolSize: 3) { holder in
            _ = try await holder.query(.write, take, []) { _ throws(PostgresError) in }
            let held = Task { try await database.query(hold) }
            try await database.waitUntil(
                "select exists (select from pg_locks where locktype = 'advisory' and not granted "
                    + "and database = (select oid from pg_database where datname = current_database()))"
            )
            try await body {
                await holder.shutDown(within: .seconds(1))
                _ = try await held.value
            }
        }
    }

    @Test func aTaskThatSomebodyHasLockedHoldsUpNobodyElsesWrite() async throws {
        try await withBusyClient { client, database in
            let tasks = try await insertTasks(database)
            let store = client.taskStore
            let (id, owner) = tasks[0]
            try await withLock(on: id, database) { release in
                async let locked = toggle(store, id, owner)
                for _ in 1...20 {
                    await withTaskGroup(of: TodoError.Code?.self) { group in
                        for task in tasks.dropFirst() { group.addTask { await toggle(store, task.id, task.owner) } }
                        for await code in group { #expect(code == nil) }
                    }
                }
                #expect(try await database.query("select version from tasks where id = \(id)") == "1\n")
                try await release()
                let code = await locked
                #expect(code == nil)
            }
            #expect(try await database.query("select version from tasks where id = \(id)") == "2\n")
            #expect(try await database.query("select count(*) from tasks where version = 21") == "39\n")
        }
    }

    /// There are far fewer connections for writes that wait for a lock than there are such writes.
    @Test func whoSharesATransactionWithManyThatWaitForALockDoesNotWaitForIt() async throws {
        try await withBusyClient { client, database in
            let tasks = try await insertTasks(database)
            let store = client.taskStore
            let (id, owner) = tasks[0]
            try await withLock(on: id, database) { release in
                await withTaskGroup(of: Void.self) { waiting in
                    await withTaskGroup(of: TodoError.Code?.self) { group in
                        for task in tasks.dropFirst() {
                            waiting.addTask { _ = await toggle(store, id, owner) }
                            group.addTask { await toggle(store, task.id, task.owner) }
                        }
                        for await code in group { #expect(code == nil) }
                    }
                    waiting.cancelAll()
                }
                #expect(try await database.query("select version from tasks where id = \(id)") == "1\n")
                try await release()
            }
            #expect(try await database.query("select count(*) from tasks where version = 2 and id <> \(id)") == "39\n")
        }
    }

    @Test func aWriteThatIsCancelledWhileOthersWaitForALockIsNotMade() async throws {
        try await withBusyClient { client, database in
            let (id, owner) = try await insertTasks(database)[0]
            let store = client.taskStore
            var underWay = 0
            try await withLock(on: id, database) { release in
                let writes = (1...10).map { _ in Task { await toggle(store, id, owner) } }
                // Of those that wait for the row, one does so on a connection.
                let waiting = """
                    from pg_stat_activity
                    where datname = current_database() and wait_event_type = 'Lock' and application_name = 'todo'
                    """
                let long = "bool_and(clock_timestamp() - query_start > interval '200 ms')"
                try await database.waitUntil("select count(*) = 1 and \(long) \(waiting)")
                for write in writes { write.cancel() }
                for write in writes { _ = await write.value }
                try await database.waitUntil("select \(long) \(waiting)")
                let count = try await database.query("select count(*) \(waiting)")
                underWay = try #require(Int(count.dropLast()))
                try await release()
            }
            #expect(underWay == 1)
            await client.shutDown(within: .seconds(10))
            let version = try await database.query("select version from tasks where id = \(id)")
            #expect(version == "\(1 + underWay)\n")
        }
    }

    /// Two servers whose transactions want the same few tasks, each in the order of its requests.
    @Test func transactionsThatWantTheSameTasksDoNotWaitForEachOther() async throws {
        try await withBusyClient { first, database in
            let tasks = try await insertTasks(database).prefix(6)
            try await database.query(
                """
                create table changes (number bigserial, transaction xid8, task bigint);
                create function note() returns trigger language plpgsql security definer as $$
                begin
                    insert into public.changes (transaction, task) values (pg_current_xact_id(), new.id);
                    return null;
                end $$;
                create trigger note after update on tasks for each row execute function note()
                """
            )
            try await withClient(database, configure: { $0.queueLimit = 5000 }) { second in
                let stores = [first.taskStore, second.taskStore]
                await withTaskGroup(of: TodoError.Code?.self) { group in
                    for _ in 1...100 {
                        for (store, tasks) in [(stores[0], Array(tasks)), (stores[1], tasks.reversed())] {
                            for task in tasks + tasks {
                                group.addTask { await toggle(store, task.id, task.owner) }
                            }
                        }
                    }
                    for await code in group { #expect(code == nil) }
                }
            }
            let together = "changes a join changes b on a.transaction = b.transaction and a.number < b.number"
            #expect(try await database.query("select count(*) > 0 from \(together) where a.task < b.task") == "t\n")
            #expect(try await database.query("select count(*) from \(together) where a.task > b.task") == "0\n")
            // 100 rounds of two servers, twice each.
            #expect(try await database.query("select count(*) from tasks where version = 401") == "6\n")
        }
    }
}
