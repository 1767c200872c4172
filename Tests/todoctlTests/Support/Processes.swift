import Foundation

/// What the system says about processes.
enum Processes {
    /// Whether there is such a process that has not ended; one that nobody waited for yet has ended.
    static func isAlive(_ processID: Int32) -> Bool {
        guard kill(processID, 0) == 0 || errno == EPERM else { return false }
        guard let status = try? String(contentsOfFile: "/proc/\(processID)/stat", encoding: .utf8) else { return true }
        return !status.contains(") Z ")
    }

    /// Waits for the end of a process that is nobody's child of ours; returns whether it came before the deadline.
    static func waitForEnd(of processID: Int32, within limit: Duration) async throws -> Bool {
        let deadline = ContinuousClock.now + limit
        while isAlive(processID) {
            guard ContinuousClock.now < deadline else { return false }
            try await Task.sleep(for: .milliseconds(20))
        }
        return true
    }
}
