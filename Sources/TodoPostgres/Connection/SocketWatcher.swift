import NIOCore

/// Tells when a socket that libpq owns can be read or written, without touching its bytes.
///
/// NIO cannot watch a descriptor that it does not own, so this is done beside it. Every implementation is one-shot: after
/// ``arm(_:for:)`` the callback runs at most once, on the registration's event loop, until it is armed again. That way no
/// readiness is lost and nothing spins, whatever libpq has left unread.
protocol SocketWatcher: Sendable {
    /// - Returns: `nil` when the kernel refuses.
    func register(
        _ socket: Int32,
        on loop: any EventLoop,
        whenReady: @escaping @Sendable () -> Void
    ) -> SocketRegistration?

    func arm(_ registration: SocketRegistration, for interest: SocketInterest)

    /// Ends the watch; to be called before the socket is closed. A callback that is already on its way may still run.
    func unregister(_ registration: SocketRegistration)
}

/// A watched socket.
struct SocketRegistration: Sendable, Hashable {
    let socket: Int32
    /// Never used twice, unlike descriptors.
    let token: UInt64
}

struct SocketInterest: OptionSet, Sendable, Hashable {
    let rawValue: UInt8

    static let readable = SocketInterest(rawValue: 1)
    static let writable = SocketInterest(rawValue: 2)
}

enum SystemSocketWatcher {
    /// The best one for this platform, shared by the whole process.
    static var shared: any SocketWatcher {
        #if os(Linux)
        EpollSocketWatcher.shared
        #else
        DispatchSocketWatcher.shared
        #endif
    }
}
