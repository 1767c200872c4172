import UnixSignals

/// Turns Ctrl-C and `SIGTERM` into cancellation.
enum Interruption {
    /// Runs `body` in a task that the first `SIGINT` or `SIGTERM` cancels, and waits until it has ended.
    static func cancelling(_ body: @escaping @Sendable () async throws -> Int32) async throws -> Int32 {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup)
        let work = Task { try await body() }
        let watcher = Task {
            for await _ in signals {
                Console.note("stopping")
                work.cancel()
                return
            }
        }
        defer { watcher.cancel() }
        return try await work.value
    }
}
