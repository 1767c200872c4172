import NIOCore
import PrivatePostgres
import Testing
import TodoTestSupport

@testable import TodoPostgres

/// Commits that wait for a synchronous standby that is gone: PostgreSQL ends them for no time-out, nor when the client leaves.
@Suite struct LostStandbyTests {
    @Test func abandonedCommitsTakeABoundedNumberOfProcessesAndWritesGoOnOnceTheyEnd() async throws {
        try await PrivatePostgres.withCluster { cluster in
            let database = TestDatabase(cluster: cluster, name: "postgres")
            _ = try await Migrator(url: database.url).apply()
            let shorten: (inout PostgresConfiguration) -> Void = { $0.queryTimeout = .seconds(2) }
            let poolSize = 8
            try await withClient(database, poolSize: poolSize, configure: shorten) { client in
                let load = Load()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for worker in 0..<16 {
                        group.addTask { await load.insert(client.taskStore, worker: worker) }
                    }
                    try await load.reach(acknowledged: 100)
                    try await cluster.query(
                        "alter system set synchronous_standby_names = 'lost'; select pg_reload_conf()"
                    )
                    var most = 0
                    // Seven deadlines long: to see that it stays so, and not to wait for anything.
                    for _ in 1...14 {
                        try await Task.sleep(for: .seconds(1))
                        most = max(most, try await Self.waiting(database))
                    }
                    #expect(most > 0)
                    #expect(most <= 2 * poolSize)
                    #expect(await client.readiness() == .ready, "reads go on")
                    let before = load.acknowledged
                    try await cluster.query("alter system reset synchronous_standby_names; select pg_reload_conf()")
                    try await load.reach(acknowledged: before + 100)
                    #expect(try await Self.waiting(database) == 0)
                    load.stop()
                    try await group.waitForAll()
                }
                try await load.balance(with: database)
            }
        }
    }

    private static func waiting(_ database: TestDatabase) async throws -> Int {
        let count = try await database.query("select count(*) from pg_stat_activity where wait_event = 'SyncRep'")
        return try #require(Int(count.split(separator: "\n").first ?? ""))
    }
}
