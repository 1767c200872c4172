import Synchronization

/// Tells a thread that blocks, and cannot be cancelled, that nobody waits for it any more.
final class CancellationFlag: Sendable {
    private let state = Atomic(false)

    var isSet: Bool { state.load(ordering: .relaxed) }

    func set() {
        state.store(true, ordering: .relaxed)
    }
}
