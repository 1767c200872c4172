/// A limit for what cannot be interrupted, such as the resolution of a host's name.
enum Deadline {
    /// What `body` returns, or `nil` when it takes longer, or when the task is cancelled; what `body` does then goes on unseen.
    static func wait<Output: Sendable>(
        _ duration: Duration,
        for body: @escaping @Sendable () async -> Output
    ) async -> Output? {
        let (outputs, continuation) = AsyncStream<Output?>.makeStream(bufferingPolicy: .bufferingOldest(1))
        let work = Task { continuation.yield(await body()) }
        let timer = Task {
            try? await Task.sleep(for: duration)
            continuation.yield(nil)
        }
        defer {
            work.cancel()
            timer.cancel()
        }
        return await outputs.first { _ in true } ?? nil
    }
}
