#if os(Linux)
import NIOCore
import NIOPosix

/// Watches sockets by a thread that all loops share: for what ``AIOSocketWatcher`` does not take.
struct EpollSocketWatcher: SocketWatcher {
    let loop: any EventLoop

    func watch(_ socket: Int32, whenReady: @escaping @Sendable () -> Void) -> (any SocketWatch)? {
        EpollThread.shared.add(socket, loop: loop, whenReady: whenReady).map { EpollSocketWatch(socket, token: $0) }
    }

    func close(on threads: NIOThreadPool) -> EventLoopFuture<Void> {
        loop.makeSucceededVoidFuture()
    }
}

private final class EpollSocketWatch: SocketWatch {
    private let socket: Int32
    private let token: UInt64

    init(_ socket: Int32, token: UInt64) {
        self.socket = socket
        self.token = token
    }

    func arm(for interest: SocketInterest) {
        EpollThread.shared.arm(socket, token, for: interest)
    }

    func end() {
        EpollThread.shared.remove(socket, token)
    }
}
#endif
