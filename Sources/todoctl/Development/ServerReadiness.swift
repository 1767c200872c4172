import PrivatePostgres

/// Waits for the server.
enum ServerReadiness {
    private static let limit = Duration.seconds(30)

    /// Returns once the server says that it is ready.
    ///
    /// - Throws: ``Failure`` when it ends before, or is not ready within 30 seconds.
    static func wait(for server: SupervisedProcess, port: LocalPort) async throws {
        let deadline = ContinuousClock.now + limit
        while await port.get("/health/ready") == nil {
            if let status = server.exitStatus {
                throw Failure(
                    exitStatus: status == 0 ? 1 : status,
                    "the server ended with status \(status) before it was ready"
                )
            }
            guard ContinuousClock.now < deadline else {
                throw Failure("the server was not ready within \(limit.components.seconds) seconds")
            }
            try await Task.sleep(for: .milliseconds(25))
        }
    }
}
