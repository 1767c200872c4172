import Dispatch
import NIOConcurrencyHelpers
import NIOCore

/// Watches sockets with dispatch sources: for platforms without epoll.
///
/// A source reports as long as the socket is ready, so each one is suspended as it fires and resumed when armed.
final class DispatchSocketWatcher: SocketWatcher {
    static let shared = DispatchSocketWatcher()

    private struct Watched: Sendable {
        let reading: OneShotSource
        let writing: OneShotSource
    }

    private struct State {
        var lastToken: UInt64 = 0
        var watched: [UInt64: Watched] = [:]
    }

    private let state = NIOLockedValueBox(State())
    private let queue = DispatchQueue(label: "todo.postgres.sockets")

    func register(
        _ socket: Int32,
        on loop: any EventLoop,
        whenReady: @escaping @Sendable () -> Void
    ) -> SocketRegistration? {
        let hop: @Sendable () -> Void = { loop.execute(whenReady) }
        let watched = Watched(
            reading: OneShotSource(DispatchSource.makeReadSource(fileDescriptor: socket, queue: queue), hop),
            writing: OneShotSource(DispatchSource.makeWriteSource(fileDescriptor: socket, queue: queue), hop)
        )
        let token = state.withLockedValue { state in
            state.lastToken += 1
            state.watched[state.lastToken] = watched
            return state.lastToken
        }
        return SocketRegistration(socket: socket, token: token)
    }

    func arm(_ registration: SocketRegistration, for interest: SocketInterest) {
        guard let watched = state.withLockedValue({ $0.watched[registration.token] }) else { return }
        if interest.contains(.readable) { watched.reading.arm() }
        if interest.contains(.writable) { watched.writing.arm() }
    }

    func unregister(_ registration: SocketRegistration) {
        let watched = state.withLockedValue { $0.watched.removeValue(forKey: registration.token) }
        watched?.reading.cancel()
        watched?.writing.cancel()
    }
}

/// A dispatch source that fires once per arming.
///
/// Guard for `@unchecked Sendable`: the source is thread-safe, and its suspension count is changed under `isArmed`'s lock only.
private final class OneShotSource: @unchecked Sendable {
    private let source: any DispatchSourceProtocol
    private let isArmed = NIOLockedValueBox(false)

    init(_ source: any DispatchSourceProtocol, _ fire: @escaping @Sendable () -> Void) {
        self.source = source
        source.setEventHandler { [weak self] in
            guard let self, self.disarm() else { return }
            fire()
        }
    }

    func arm() {
        isArmed.withLockedValue { isArmed in
            guard !isArmed else { return }
            isArmed = true
            source.resume()
        }
    }

    private func disarm() -> Bool {
        isArmed.withLockedValue { isArmed in
            guard isArmed else { return false }
            isArmed = false
            source.suspend()
            return true
        }
    }

    func cancel() {
        isArmed.withLockedValue { isArmed in
            source.cancel()
            // A suspended source is never released.
            if !isArmed {
                isArmed = true
                source.resume()
            }
        }
    }
}
