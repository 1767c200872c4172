/// Looks again and again until the condition holds; a suite's time limit bounds it.
func until(_ condition: @Sendable () -> Bool) async throws {
    while !condition() { try await Task.sleep(for: .milliseconds(1)) }
}
