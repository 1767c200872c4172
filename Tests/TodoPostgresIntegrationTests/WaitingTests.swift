import NIOCore
import Testing
import TodoCore
import TodoTestSupport

@testable import TodoPostgres

/// Every wait has a deadline and can be cancelled.
@Suite struct WaitingTests {
    static let sleep = Statement(
        name: "test_sleep",
        sql: "select pg_sleep($1::bigint / 1000.0) is null",
        parameterTypes: [.int8],
        resultTypes: [.bool],
        access: .write
    )

    /// Whether the server is in the middle of a sleep.
    static let isSleeping =
        "select exists (select from pg_stat_activity where datname = current_database() "
        + "and pid <> pg_backend_pid() and query like '%pg_sleep($1%' and state = 'active')"

    /// - Returns: the error, if any.
    func sleep(_ client: PostgresClient, milliseconds: Int64) async -> PostgresError? {
        await run(Self.sleep, [.int8(milliseconds)], on: client)
    }

    /// - Returns: the error, if any.
    func run(
        _ statement: Statement,
        _ parameters: [PostgresValue] = [],
        on client: PostgresClient
    ) async -> PostgresError? {
        do throws(PostgresError) {
            _ = try await client.query(.write, statement, parameters) { _ throws(PostgresError) in true }
            return nil
        } catch {
            return error
        }
    }

    @Test func aStatementThatTakesTooLongIsEndedByTheServerAndItsConnectionLivesOn() async throws {
        try await TestDatabase.with { database in
            try await withClient(database, poolSize: 3, configure: { $0.queryTimeout = .seconds(3) }) { client in
                #expect(await sleep(client, milliseconds: 1) == nil)
                #expect(await sleep(client, milliseconds: 20_000)?.code == .server(.queryCanceled))
                #expect(await sleep(client, milliseconds: 1) == nil)
            }
        }
    }

    @Test func aServerThatStopsAnsweringFailsTheQueryAtItsDeadline() async throws {
        try await TestDatabase.with { database in
            try await withClient(database, poolSize: 3, configure: { $0.queryTimeout = .seconds(3) }) { client in
                // The statement's own time-out is taken away from the session, as a stalled network would.
                let forget = Statement(
                    name: "test_forget",
                    sql: "select set_config('statement_timeout', '0', false)",
                    parameterTypes: [],
                    resultTypes: [.text],
                    access: .write
                )
                _ = try await client.query(.write, forget, []) { _ throws(PostgresError) in true }
                let error = await sleep(client, milliseconds: 20_000)
                #expect(error?.code == .timedOut)
                #expect(error?.isSafeToRetry == false)
                #expect(error?.todoError(.write).code == .outcomeUnknown)
                #expect(await sleep(client, milliseconds: 1) == nil)
            }
        }
    }

    @Test func aQueryThatWaitsForAConnectionFailsAtItsDeadlineAndHadNoEffect() async throws {
        let server = try await SilentServer.start()
        let shorten: (inout PostgresConfiguration) -> Void = { $0.queryTimeout = .milliseconds(300) }
        try await withClient(url: server.url, configure: shorten) { client in
            let error = await sleep(client, milliseconds: 1)
            #expect(error?.code == .timedOut)
            #expect(error?.isSafeToRetry == true)
            #expect(error?.todoError(.write).code == .unavailable)
        }
        try await server.stop()
    }

    @Test func aDatabaseThatStaysSilentIsTakenToBeAwayBeforeAnybodysDeadline() async throws {
        let server = try await SilentServer.start()
        let shorten: (inout PostgresConfiguration) -> Void = { $0.connectTimeout = .milliseconds(200) }
        try await withClient(url: server.url, configure: shorten) { client in
            let error = await sleep(client, milliseconds: 1)
            #expect(error?.code == .connectionFailed)
            #expect(error?.message == "no connection within the time allowed")
        }
        try await server.stop()
    }

    @Test func aCancelledTaskIsAnsweredAtOnceWhetherItsQueryWaitsOrRuns() async throws {
        try await TestDatabase.with { database in
            // On a machine that does much else it takes long until the server is seen to sleep.
            let prolong: (inout PostgresConfiguration) -> Void = { $0.queryTimeout = .seconds(120) }
            try await withClient(database, poolSize: 3, configure: prolong) { client in
                let tasks = (0..<2).map { _ in Task { await sleep(client, milliseconds: 100_000) } }
                // One of them is under way once the server says so; the other waits behind it.
                try await database.waitUntil(Self.isSleeping)
                for task in tasks { task.cancel() }
                for task in tasks {
                    let error = await task.value
                    #expect(error?.code == .cancelled)
                }
            }
        }
    }

    @Test func aConnectionThatWasUnusedForLongIsRenewedBeforeItIsUsedAgain() async throws {
        try await TestDatabase.with { database in
            let limit: (inout PostgresConfiguration) -> Void = { $0.idleTimeout = .milliseconds(400) }
            try await withClient(database, poolSize: 3, configure: limit) { client in
                let process = Statement(
                    name: "test_process",
                    sql: "select pg_backend_pid()::bigint",
                    parameterTypes: [],
                    resultTypes: [.int8],
                    access: .write
                )
                let run = Task { try await client.run() }
                let first = try await client.query(.write, process, []) { result throws(PostgresError) in
                    result.int64(row: 0, column: 0)
                }
                try await database.waitUntil("select not exists (select from pg_stat_activity where pid = \(first))")
                let second = try await client.query(.write, process, []) { result throws(PostgresError) in
                    result.int64(row: 0, column: 0)
                }
                #expect(second != first)
                run.cancel()
                try await run.value
            }
        }
    }

    @Test func aTaskThatIsCancelledBeforehandSendsNothing() async throws {
        try await TestDatabase.with { database in
            try await withClient(database) { client in
                let task = Task {
                    withUnsafeCurrentTask { $0?.cancel() }
                    return await sleep(client, milliseconds: 20_000)
                }
                #expect(await task.value?.code == .cancelled)
            }
        }
    }

    @Test func refusesAtOnceWhatExceedsTheQueue() async throws {
        try await TestDatabase.with { database in
            try await withClient(database, poolSize: 3, configure: { $0.queueLimit = 5 }) { client in
                let answers = await withTaskGroup(of: PostgresError.Code?.self) { group in
                    for _ in 0..<50 { group.addTask { await sleep(client, milliseconds: 20)?.code } }
                    return await group.reduce(into: []) { $0.append($1) }
                }
                #expect(answers.filter { $0 == nil }.count >= 5)
                #expect(answers.contains(.overloaded))
                #expect(answers.allSatisfy { $0 == nil || $0 == .overloaded })
            }
        }
    }

    @Test func aClientThatIsShutDownLetsWhatIsUnderWayFinishAndRefusesTheRest() async throws {
        try await TestDatabase.with { database in
            let patient: (inout PostgresConfiguration) -> Void = { $0.queryTimeout = .seconds(60) }
            try await withClient(database, poolSize: 3, configure: patient) { holder in
                #expect(await run(Self.takeLock, on: holder) == nil)
                try await withClient(database, configure: patient) { client in
                    async let answer = run(Self.takeLock, on: client)
                    try await database.waitUntil(Self.isWaitingForLock)
                    async let end: Void = client.shutDown(within: .seconds(30))
                    while await sleep(client, milliseconds: 1)?.code != .closed {}
                    // Whoever holds the lock lets go of it.
                    await holder.shutDown(within: .seconds(1))
                    let error = await answer
                    #expect(error == nil)
                    await end
                }
            }
            try await database.waitUntil(
                "select not exists (select from pg_stat_activity where application_name = 'todo' "
                    + "and datname = current_database())"
            )
        }
    }

    @Test func aQuickWriteDoesNotWaitBehindASlowOne() async throws {
        try await TestDatabase.with { database in
            let patient: (inout PostgresConfiguration) -> Void = { $0.queryTimeout = .seconds(120) }
            try await withClient(database, poolSize: 3, configure: patient) { holder in
                #expect(await run(Self.takeLock, on: holder) == nil)
                try await withClient(database, configure: patient) { client in
                    async let slow = run(Self.takeLock, on: client)
                    try await database.waitUntil(Self.isWaitingForLock)
                    for _ in 0..<8 { #expect(await sleep(client, milliseconds: 1) == nil) }
                    await holder.shutDown(within: .seconds(1))
                    let error = await slow
                    #expect(error == nil)
                }
            }
        }
    }

    /// Takes a lock that only the end of the session gives back.
    private static let takeLock = Statement(
        name: "test_take_lock",
        sql: "select pg_advisory_lock(4711) is null",
        parameterTypes: [],
        resultTypes: [.bool],
        access: .write
    )

    private static let isWaitingForLock =
        "select exists (select from pg_locks where locktype = 'advisory' and not granted "
        + "and database = (select oid from pg_database where datname = current_database()))"
}
