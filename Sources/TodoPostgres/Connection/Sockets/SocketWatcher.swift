import NIOCore
import NIOPosix

/// Tells when sockets that libpq owns can be read or written, without touching their bytes; for one event loop.
///
/// NIO cannot watch a descriptor that it does not own, so this is done beside it.
protocol SocketWatcher: Sendable {
    /// Begins to watch a socket, armed for nothing yet. To be called on the loop, as all of the watch's methods.
    ///
    /// - Returns: `nil` when the kernel refuses.
    func watch(_ socket: Int32, whenReady: @escaping @Sendable () -> Void) -> (any SocketWatch)?

    /// Lets go of what the watcher holds, once every watch has ended; what has to wait for the kernel does so on `threads`.
    func close(on threads: NIOThreadPool) -> EventLoopFuture<Void>
}

/// A socket that is watched, until ``end()``.
///
/// Every implementation is one-shot: after ``arm(for:)`` the callback runs at most once, on the event loop, until the watch is
/// armed again. That way no readiness is lost and nothing spins, whatever libpq has left unread. Errors and hang-ups count as
/// ready for anything.
protocol SocketWatch: AnyObject {
    /// Asks for the callback as soon as the socket is ready, now or later; what was asked for before is replaced.
    func arm(for interest: SocketInterest)

    /// Ends the watch; to be called before the socket is closed. A callback that is already on its way may still run.
    func end()
}

struct SocketInterest: OptionSet, Sendable, Hashable {
    let rawValue: UInt8

    static let readable = SocketInterest(rawValue: 1)
    static let writable = SocketInterest(rawValue: 2)
}

enum SystemSocketWatcher {
    /// The best one for this platform.
    static func make(for loop: any EventLoop) -> any SocketWatcher {
        #if os(Linux)
        AIOSocketWatcher(loop: loop)
        #else
        DispatchSocketWatcher(loop: loop)
        #endif
    }
}
