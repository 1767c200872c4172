import TodoSettings
import UnixSignals

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Turns Ctrl-C and `SIGTERM` into cancellation.
enum Interruption {
    /// Runs `body` in a task that the first `SIGINT`, `SIGTERM` or `SIGHUP` cancels, and waits until it has ended.
    ///
    /// - Parameters:
    ///   - insistence: whether a second signal ends the process at once, which must be safe then.
    ///   - body: what is cancelled.
    /// - Returns: what `body` returns.
    /// - Throws: what `body` throws.
    static func cancelling<Output: Sendable>(
        insistence: Bool = false,
        _ body: @escaping @Sendable () async throws -> Output
    ) async throws -> Output {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup)
        let work = Task { try await body() }
        let watcher = Task {
            var count = 0
            for await _ in signals {
                count += 1
                if count > 1 { _exit(ExitStatus.interrupted) }
                Console.note("stopping")
                work.cancel()
                guard insistence else { return }
            }
        }
        defer { watcher.cancel() }
        return try await work.value
    }

    /// Runs `body`, which changes nothing; a signal ends the process at once, whatever it waits for.
    static func ending<Output>(_ body: () async throws -> Output) async throws -> Output {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup)
        let watcher = Task {
            for await _ in signals { _exit(ExitStatus.interrupted) }
        }
        defer { watcher.cancel() }
        return try await body()
    }
}
