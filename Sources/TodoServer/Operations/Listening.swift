import Synchronization

/// Whether the server has come to listen, so that a failure before can be told from one after.
final class Listening: Sendable {
    private let flag = Atomic<Bool>(false)

    var hasBegun: Bool { flag.load(ordering: .relaxed) }

    func begin() { flag.store(true, ordering: .relaxed) }
}
