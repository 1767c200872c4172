import Logging
import NIOCore
import ServiceLifecycle
import Synchronization
import TodoSettings

/// An HTTP server on an address that a setting gives, so that a failure to listen can name the setting.
struct Listener<Server: Service>: Service {
    let setting: Setting
    let server: Server
    let hasBegun: ListeningFlag

    func run() async throws {
        do {
            try await server.run()
        } catch  where !hasBegun.isSet {
            throw ListenFailure(setting: setting, error: error)
        }
    }
}

/// Set once a server listens.
final class ListeningFlag: Sendable {
    private let flag = Atomic<Bool>(false)

    var isSet: Bool { flag.load(ordering: .relaxed) }

    func set() { flag.store(true, ordering: .relaxed) }
}

/// A server could not begin to listen.
struct ListenFailure: Error {
    let setting: Setting
    let error: any Error
}
