import Testing
import TodoCore
import TodoTestSupport

@testable import TodoPostgres

@Suite struct TaskStoreTests {
    @Test(arguments: TaskStoreContract.all)
    func holds(_ check: TaskStoreContract.Check) async throws {
        try await TestDatabase.with { database in
            try await withClient(database, configure: { $0.queueLimit = 2000 }) { client in
                try await check.verify(client.taskStore)
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
                let owner = try #require(UserID("alice"))
                for try await page in TaskService(store: client.taskStore).list(for: owner) { ids += page.map(\.id) }
                #expect(ids.count == 3000)
                #expect(ids == ids.sorted(by: >))
            }
        }
    }
}
