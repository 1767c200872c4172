import NIOCore
import PrivatePostgres
import Testing
import TodoCore
import TodoStoreContract
import TodoTestSupport

@testable import TodoPostgres

/// What happens to the database must not lose an acknowledged write, double one, or leave a caller waiting.
@Suite struct FaultTests {
    /// Ends every session of the client in the current database.
    static let terminate =
        "select pg_terminate_backend(pid) from pg_stat_activity "
        + "where application_name = 'todo' and datname = current_database()"

    /// Inserts under load while `fault` happens, then checks the books against the database.
    func insertDuring(
        _ database: TestDatabase,
        _ url: String? = nil,
        _ fault: (PostgresClient, Load) async throws -> Void
    ) async throws {
        try await withClient(url: url ?? database.url) { client in
            let load = Load()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<16 {
                    group.addTask { await load.insert(client.taskStore, worker: worker) }
                }
                try await load.reach(acknowledged: 100)
                try await fault(client, load)
                let before = load.acknowledged
                try await load.reach(acknowledged: before + 100)
                load.stop()
                try await group.waitForAll()
            }
            try await load.balance(with: database)
        }
    }

    @Test(arguments: [RunningCluster.StopMode.fast, .immediate], [false, true])
    func aServerThatIsStoppedAndStartedLosesNoAcknowledgedWrite(
        mode: RunningCluster.StopMode,
        overTLS: Bool
    ) async throws {
        let cluster = try await PrivatePostgres.start(tcpPort: overTLS ? try await LoopbackPort.free() : nil)
        do {
            let database = TestDatabase(cluster: cluster, name: "postgres")
            _ = try await Migrator(url: database.url).apply()
            let url = overTLS ? try await cluster.tlsURL() : database.url
            try await insertDuring(database, url) { client, load in
                await cluster.stop(mode: mode)
                try await load.reach(errors: 50)
                try await cluster.start()
            }
        } catch {
            await cluster.shutDown()
            throw error
        }
        await cluster.shutDown()
    }

    @Test func sessionsThatAreTerminatedAreReplaced() async throws {
        try await TestDatabase.with { database in
            try await insertDuring(database) { _, load in
                for _ in 0..<5 {
                    try await database.query(Self.terminate)
                    try await load.reach(acknowledged: load.acknowledged + 20)
                }
            }
        }
    }

    @Test func readsThatALostConnectionLeavesWithoutAnswerAreRepeated() async throws {
        try await TestDatabase.with { database in
            try await database.query("alter database \(database.name) set todo.pause = '30'")
            try await withClient(database, poolSize: 3) { client in
                try await eventuallyReady(client)
                // Sleeps for long in sessions that are open now, and not at all in later ones.
                let read = Statement(
                    name: "test_slow_read",
                    sql: "select pg_sleep(current_setting('todo.pause')::float8) is null",
                    parameterTypes: [],
                    resultTypes: [.bool],
                    access: .read
                )
                try await database.query("alter database \(database.name) set todo.pause = '0'")
                async let answer = client.query(.read, read, []) { _ throws(PostgresError) in true }
                try await database.waitUntil(
                    "select exists (select from pg_stat_activity where query like 'select pg_sleep(current_setting%')"
                )
                try await database.query(Self.terminate)
                #expect(try await answer)
            }
        }
    }

    @Test func aDatabaseThatIsAwayIsReportedAtOnceOnceThatIsKnown() async throws {
        try await withClient(url: "postgresql://127.0.0.1:1/nowhere") { client in
            let owner = try UserID("alice")
            for _ in 0..<20 {
                let error = await #expect(throws: TodoError.self) {
                    try await client.taskStore.fetch(TodoTask.ID(unchecked: 1), owner)
                }
                #expect(error?.code == .unavailable)
            }
            guard case .notReady = await client.readiness() else {
                Issue.record("a client without a database says that it is ready")
                return
            }
        }
    }

    @Test func aDatabaseWithoutTheSchemaIsNotReadyAndSaysWhatToDo() async throws {
        try await TestDatabase.with(isMigrated: false) { database in
            try await withClient(database) { client in
                #expect(
                    await client.readiness()
                        == .notReady(causes: ["the schema is missing or too old: run todoctl migrate up"])
                )
                _ = try await Migrator(url: database.url).apply()
                try await eventuallyReady(client)
            }
        }
    }

    @Test func aReadOnlyDatabaseServesReadsAndRefusesWrites() async throws {
        try await TestDatabase.with { database in
            try await database.query("alter database \"\(database.name)\" set default_transaction_read_only = on")
            try await withClient(database) { client in
                let owner = try UserID("alice")
                #expect(try await client.taskStore.list(TaskQuery(owner: owner, limit: 1)).isEmpty)
                let content = TodoTask.Content(title: TaskTitle(unchecked: "x"), description: nil, isCompleted: false)
                let error = await #expect(throws: TodoError.self) { try await client.taskStore.insert(content, owner) }
                #expect(error?.code == .unavailable)
            }
        }
    }

    /// The setting is of those that a session keeps.
    @Test func aDatabaseThatTakesWritesAgainIsWrittenToWithoutAPause() async throws {
        try await TestDatabase.with { database in
            let setting = "alter database \"\(database.name)\" set default_transaction_read_only"
            try await database.query("\(setting) = on")
            try await withClient(database) { client in
                let owner = try UserID("alice")
                let content = TodoTask.Content(title: TaskTitle(unchecked: "x"), description: nil, isCompleted: false)
                await #expect(throws: TodoError.self) { try await client.taskStore.insert(content, owner) }
                try await database.query("begin read write; \(setting) = off; commit")
                let deadline = ContinuousClock.now + .seconds(10)
                while (try? await client.taskStore.insert(content, owner)) == nil {
                    try #require(ContinuousClock.now < deadline)
                }
            }
        }
    }

    @Test func aTableThatIsLockedIsNoOutageWithUnknownOutcomesAndLeavesNobodyWaiting() async throws {
        try await TestDatabase.with { database in
            let hold = "begin; lock table tasks in access exclusive mode; select pg_advisory_lock(4712); commit"
            try await withClient(database, poolSize: 3) { holder in
                let take = Statement(
                    name: "test_hold",
                    sql: "select pg_advisory_lock(4712)::text",
                    parameterTypes: [],
                    resultTypes: [.text],
                    access: .write
                )
                _ = try await holder.query(.write, take, []) { _ throws(PostgresError) in }
                let held = Task { try await database.query(hold) }
                try await database.waitUntil(
                    "select exists (select from pg_locks where mode = 'AccessExclusiveLock' "
                        + "and relation = 'tasks'::regclass and granted)"
                )
                try await withClient(database) { client in
                    let owner = try UserID("alice")
                    let content = TodoTask.Content(
                        title: TaskTitle(unchecked: "x"),
                        description: nil,
                        isCompleted: false
                    )
                    for _ in 1...20 {
                        let error = await #expect(throws: TodoError.self) {
                            try await client.taskStore.insert(content, owner)
                        }
                        #expect(error?.code == .unavailable)
                    }
                    try await database.waitUntil(
                        "select count(*) <= 2 from pg_stat_activity where datname = current_database() "
                            + "and application_name = 'todo' and wait_event_type = 'Lock' and wait_event = 'relation'"
                    )
                    await holder.shutDown(within: .seconds(1))
                    _ = try await held.value
                    try await eventuallyReady(client)
                }
            }
        }
    }
}
