import Testing
import TodoCore
import TodoTestSupport

@testable import TodoPostgres

@Suite struct PipelineTests {
    static let divide = Statement(
        name: "test_divide",
        sql: "select 1000 / $1",
        parameterTypes: [.int8],
        resultTypes: [.int8],
        access: .read
    )

    func divide(_ client: PostgresClient, by divisor: Int64) async throws(PostgresError) -> Int64 {
        try await client.query(.read, Self.divide, [.int8(divisor)]) { result throws(PostgresError) in
            result.int64(row: 0, column: 0)
        }
    }

    @Test func answersEveryQueryWithItsOwnResult() async throws {
        try await TestDatabase.with { database in
            try await withClient(database, configure: { $0.queueLimit = 1000 }) { client in
                try await withThrowingTaskGroup(of: (Int64, Int64).self) { group in
                    for divisor in Int64(1)...1000 {
                        group.addTask { (divisor, try await divide(client, by: divisor)) }
                    }
                    var count = 0
                    for try await (divisor, quotient) in group {
                        #expect(quotient == 1000 / divisor)
                        count += 1
                    }
                    #expect(count == 1000)
                }
            }
        }
    }

    @Test func aFailingReadLeavesTheOthersOfItsSyncAlone() async throws {
        try await TestDatabase.with { database in
            try await withClient(database) { client in
                await withTaskGroup(of: (divisor: Int64, answer: String).self) { group in
                    for index in Int64(0)..<300 {
                        group.addTask {
                            do throws(PostgresError) {
                                return (index % 10, String(try await divide(client, by: index % 10)))
                            } catch {
                                return (index % 10, error.description)
                            }
                        }
                    }
                    for await (divisor, answer) in group {
                        #expect(answer == (divisor == 0 ? "22012: division by zero" : String(1000 / divisor)))
                    }
                }
            }
        }
    }
}
