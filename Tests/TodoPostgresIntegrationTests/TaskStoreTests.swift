import Testing
import TodoCore
import TodoStoreContract
import TodoTestSupport

@testable import TodoPostgres

@Suite struct TaskStoreTests {
    @Test(arguments: TaskStoreContract.all)
    func keepsTheContract(_ check: TaskStoreContract.Check) async throws {
        try await TestDatabase.with { database in
            try await withClient(database, configure: { $0.queueLimit = 2000 }) { client in
                try await check.verify(client.taskStore)
            }
        }
    }

    /// As when the authentication system has deleted a user whose token is still good.
    @Test func aTaskForWhoIsNoUserIsRefusedAsSuch() async throws {
        try await TestDatabase.with { database in
            try await database.query(#"create table "user" (id text primary key); insert into "user" values ('alice')"#)
            _ = try await Migrator(url: database.url).link(to: UserLink())
            try await withClient(database) { client in
                let service = TaskService(store: client.taskStore)
                let draft = TodoTask.Draft(title: .value("Buy milk"))
                _ = try await service.create(draft, for: UserID(unchecked: "alice"))
                await #expect(throws: TodoError.unknownUser()) {
                    try await service.create(draft, for: UserID(unchecked: "ghost"))
                }
            }
        }
    }

    /// A pool smaller than the event loops, whose lists come in more than one page.
    @Test func servesALongListFromTheSmallestPool() async throws {
        try await TestDatabase.with { database in
            try await database.query(
                "insert into tasks (user_id, title) select 'alice', 'task ' || n from generate_series(1, 3000) n"
            )
            try await withClient(database, poolSize: 3) { client in
                var ids: [TodoTask.ID] = []
                let owner = try UserID("alice")
                for try await page in TaskService(store: client.taskStore).list(for: owner) { ids += page.map(\.id) }
                #expect(ids.count == 3000)
                #expect(ids == ids.sorted(by: >))
            }
        }
    }

    /// A list of long texts takes about as many round trips as their size asks for, not one for each of them.
    @Test(arguments: [
        (lengths: [5000, 5000, 10, 5000, 10, 10, 5000], pages: [7]),
        (lengths: Array(repeating: 5000, count: 60), pages: [50, 10]),
        (lengths: [10, 200_000, 200_000, 10, 300_000, 10], pages: [2, 2, 1, 1]),
        (lengths: [300_000, 300_000], pages: [1, 1]),
    ])
    func longTextsShareAPageUpToItsSize(lengths: [Int], pages: [Int]) async throws {
        try await TestDatabase.with { database in
            try await database.query(
                """
                insert into tasks (user_id, title, description, created_at)
                select 'alice', 'Task ' || place, repeat('x', length), now() - place * interval '1 second'
                from unnest(array\(lengths)) with ordinality as texts (length, place)
                """
            )
            try await withClient(database) { client in
                var query = TaskQuery(owner: try UserID("alice"), limit: 100)
                var found: [TaskPage] = []
                repeat {
                    found.append(try await client.taskStore.list(query))
                    query.after = found.last?.next
                } while query.after != nil
                #expect(found.joined().map { $0.description?.rawValue.count } == lengths)
                #expect(found.map(\.count) == pages)
            }
        }
    }
}
