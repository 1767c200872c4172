import NIOConcurrencyHelpers

/// Counts how often something has happened, and lets tasks wait until it has happened so many times.
///
/// Whoever decides to wait knows the number to wait for, so nothing is missed that happens between decision and wait (D. P.
/// Reed and R. K. Kanodia, Synchronization with Eventcounts and Sequencers, 1979).
final class EventCount: Sendable {
    /// How many may wait; others do not.
    static let capacity = 10_000

    private struct State {
        var count = 0
        var nextID = 0
        var waiters: [Int: (target: Int, continuation: CheckedContinuation<Void, Never>)] = [:]
    }

    private let state = NIOLockedValueBox(State())

    /// It has happened once more.
    func advance() {
        resume { state in
            state.count += 1
            return state.waiters.filter { $0.value.target <= state.count }.map(\.key)
        }
    }

    /// It will not happen again: nobody waits any longer.
    func finish() {
        resume { state in
            state.count = .max
            return Array(state.waiters.keys)
        }
    }

    /// Returns once it has happened `target` times, the task is cancelled, or too many wait already.
    func wait(for target: Int) async {
        let id = state.withLockedValue { state in
            state.nextID += 1
            return state.nextID
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let mustWait = state.withLockedValue { state in
                    // Cancelled before this line, the handler below has found nothing to resume.
                    guard state.count < target, state.waiters.count < Self.capacity, !Task.isCancelled else {
                        return false
                    }
                    state.waiters[id] = (target, continuation)
                    return true
                }
                if !mustWait { continuation.resume() }
            }
        } onCancel: {
            resume { $0.waiters[id] == nil ? [] : [id] }
        }
    }

    /// Resumes those whom `choose` names, outside the lock.
    private func resume(_ choose: (inout State) -> [Int]) {
        let continuations = state.withLockedValue { state in
            choose(&state).compactMap { state.waiters.removeValue(forKey: $0)?.continuation }
        }
        for continuation in continuations { continuation.resume() }
    }
}
