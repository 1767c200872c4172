import Logging
import NIOCore
import NIOPosix
import Testing
import TodoTestSupport

@testable import TodoPostgres

/// Runs `body` with a client of the database and shuts the client down afterwards.
func withClient<Result>(
    _ database: TestDatabase,
    poolSize: Int = 8,
    configure: (inout PostgresConfiguration) -> Void = { _ in },
    _ body: (PostgresClient) async throws -> Result
) async throws -> Result {
    try await withClient(url: database.url, poolSize: poolSize, configure: configure, body)
}

/// Runs `body` with a client on two event loops and shuts the client down afterwards.
func withClient<Result>(
    url: String,
    poolSize: Int = 8,
    configure: (inout PostgresConfiguration) -> Void = { _ in },
    _ body: (PostgresClient) async throws -> Result
) async throws -> Result {
    var configuration = PostgresConfiguration(url: url, poolSize: poolSize)
    configure(&configuration)
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    let client = PostgresClient(configuration, eventLoopGroup: group, logger: logger)
    do {
        let result = try await body(client)
        await client.shutDown(within: .seconds(1))
        try await group.shutdownGracefully()
        return result
    } catch {
        await client.shutDown(within: .seconds(1))
        try await group.shutdownGracefully()
        throw error
    }
}

/// Attempts to connect go on in the background, at least once a second.
func eventuallyReady(_ client: PostgresClient) async throws {
    let deadline = ContinuousClock.now + .seconds(10)
    var answer = await client.readiness()
    while answer != .ready, ContinuousClock.now < deadline {
        try await Task.sleep(for: .milliseconds(20))
        answer = await client.readiness()
    }
    #expect(answer == .ready)
}
