import PrivatePostgres

/// Waits for whatever ends a development session first.
enum EndOfChildren {
    private enum Event: Sendable {
        case server(Int32)
        case database(Int32)
    }

    /// The exit status for the session: 0 when the waiting task was cancelled.
    ///
    /// A child that ends by itself gives its own status, or 1 where that is 0, since nobody told it to end.
    static func first(database: RunningCluster, server: SupervisedProcess?) async throws -> Int32 {
        let (events, sink) = AsyncStream<Event>.makeStream()
        // These end with the processes that they wait for, which the session stops in any case.
        Task { sink.yield(.database(await database.waitUntilStopped())) }
        if let server {
            Task { sink.yield(.server(await server.wait())) }
        }
        switch await events.first(where: { _ in true }) {
        case .server(let status):
            Console.note("the server ended by itself with status \(status)")
            return status == 0 ? 1 : status
        case .database(let status):
            Console.note("PostgreSQL ended by itself with status \(status); its log is \(database.logPath)")
            return status == 0 ? 1 : status
        case nil:
            return 0
        }
    }
}
