import Synchronization
import TodoCore
import TodoTestSupport

/// Something that waits until a test lets it go on, and tells the test that it waits.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var arrivals = 0
        var cancellations = 0
        var waiting: [CheckedContinuation<Void, any Error>] = []
        var watchers: [(isMet: @Sendable (Int, Int) -> Bool, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    /// Waits until the gate is open.
    /// - Throws: `CancellationError`
    func pass() async throws {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let mayPass = state.withLock { state in
                    state.arrivals += 1
                    if !state.isOpen, state.cancellations == 0 { state.waiting.append(continuation) }
                    return state.isOpen || state.cancellations > 0
                }
                if mayPass { continuation.resume() }
                notify()
            }
        } onCancel: {
            let waiting = state.withLock { state in
                state.cancellations += 1
                defer { state.waiting = [] }
                return state.waiting
            }
            for continuation in waiting { continuation.resume(throwing: CancellationError()) }
            notify()
        }
    }

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    func arrival(_ count: Int = 1) async { await until { arrivals, _ in arrivals >= count } }
    func cancellation() async { await until { _, cancellations in cancellations > 0 } }

    var arrivals: Int { state.withLock(\.arrivals) }

    /// Waits until the condition is met, or the test is cancelled because its time is up.
    private func until(_ isMet: @escaping @Sendable (Int, Int) -> Bool) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                state.withLock { $0.watchers.append(({ isMet($0, $1) || Task.isCancelled }, continuation)) }
                notify()
            }
        } onCancel: {
            let watchers = state.withLock { state in
                defer { state.watchers = [] }
                return state.watchers
            }
            for watcher in watchers { watcher.continuation.resume() }
        }
    }

    private func notify() {
        let met = state.withLock { state in
            let met = state.watchers.filter { $0.isMet(state.arrivals, state.cancellations) }
            state.watchers.removeAll { $0.isMet(state.arrivals, state.cancellations) }
            return met
        }
        for watcher in met { watcher.continuation.resume() }
    }
}

extension TaskStore {
    /// An in-memory store whose `fetch` waits at a gate first.
    static func fetching(behind gate: Gate) -> TaskStore {
        var store = TaskStore.inMemory(now: { Token.now })
        store.fetch = { [fetch = store.fetch] id, owner async throws(TodoError) in
            do {
                try await gate.pass()
            } catch {
                throw .cancelled
            }
            return try await fetch(id, owner)
        }
        return store
    }
}
