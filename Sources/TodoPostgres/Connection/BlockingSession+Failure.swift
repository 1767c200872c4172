extension BlockingSession {
    /// Runs `body` as ``run(_:timeout:_:)`` does, with one type of error for whatever goes wrong.
    ///
    /// - Parameters:
    ///   - configuration: which database.
    ///   - timeout: how long a connection may take.
    ///   - failure: makes that error of another, which may be one already.
    ///   - body: what to do with the connection.
    /// - Returns: what `body` does.
    /// - Throws: what `failure` makes.
    static func run<Output: Sendable, Failure: Error>(
        _ configuration: PostgresConfiguration,
        timeout: Duration,
        failingWith failure: @escaping @Sendable (any Error) -> Failure,
        _ body: @escaping @Sendable (borrowing BlockingSession) throws -> Output
    ) async throws(Failure) -> Output {
        let result: Result<Output, Failure>
        do throws(PostgresError) {
            result = try await run(configuration, timeout: timeout) { session in
                do {
                    return .success(try body(session))
                } catch {
                    return .failure(failure(error))
                }
            }
        } catch {
            throw failure(error)
        }
        return try result.get()
    }
}
