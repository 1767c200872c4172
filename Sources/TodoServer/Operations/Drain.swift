import ServiceLifecycle
import Synchronization

/// Turns "not ready" at the first sign of a shutdown.
///
/// A service group shuts its services down from the last to the first, each after the one behind it is done. As the last
/// service this one makes the server unready before it stops to accept connections.
final class Drain: Service {
    private let flag = Atomic<Bool>(false)

    var hasBegun: Bool { flag.load(ordering: .relaxed) }

    func run() async throws {
        try? await gracefulShutdown()
        begin()
    }

    func begin() {
        flag.store(true, ordering: .relaxed)
    }
}
