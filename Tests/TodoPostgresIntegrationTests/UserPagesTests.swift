import CustomDump
import Testing
import TodoCore
import TodoTestSupport

@testable import TodoPostgres

@Suite struct UserPagesTests {
    @Test func everyUserComesOnceWithNumbersOfTheirOwn() async throws {
        try await TestDatabase.with { database in
            try await database.query(
                """
                insert into tasks (user_id, title, completed)
                select 'user-' || n % 2500, 'task ' || n, n < 2500 from generate_series(0, 4999) n
                """
            )
            var sizes: [Int] = []
            var users: [UserSummary] = []
            for try await page in UserAdministration(url: database.url).list() {
                sizes.append(page.count)
                users += page
            }
            expectNoDifference(sizes, [1000, 1000, 500])
            #expect(Set(users.map(\.user)).count == 2500)
            #expect(users.allSatisfy { $0.tasks == 2 && $0.completed == 1 })
        }
    }

    /// A page that is full may be the last.
    @Test func nobodyIsOnNoPage() async throws {
        try await TestDatabase.with { database in
            for count in [0, UserPages.size] {
                try await database.query(
                    "insert into tasks (user_id, title) select n, n from generate_series(1, \(count)) n"
                )
                var sizes: [Int] = []
                for try await page in UserAdministration(url: database.url).list() { sizes.append(page.count) }
                expectNoDifference(sizes, count == 0 ? [] : [count])
            }
        }
    }

    @Test func whoeverIsCancelledReadsNoMore() async throws {
        try await TestDatabase.with { database in
            let reading = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                for try await _ in UserAdministration(url: database.url).list() {}
            }
            let error = await #expect(throws: AdministrationError.self) { try await reading.value }
            #expect(error?.code == .interrupted)
        }
    }
}
