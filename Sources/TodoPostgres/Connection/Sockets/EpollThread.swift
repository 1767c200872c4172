#if os(Linux)
import CLinux
import Glibc
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix

/// A thread that waits in `epoll_wait` and hops to the event loops (epoll(7), `EPOLLONESHOT`).
final class EpollThread: Sendable {
    static let shared = EpollThread()

    private struct Watched {
        let loop: any EventLoop
        let whenReady: @Sendable () -> Void
    }

    private struct State {
        /// Never used twice, unlike descriptors.
        var lastToken: UInt64 = 0
        var watched: [UInt64: Watched] = [:]
    }

    private let epoll: Int32
    private let state = NIOLockedValueBox(State())
    /// One thread of its own, because waiting blocks it for good.
    private let thread = NIOThreadPool(numberOfThreads: 1)

    private init() {
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        thread.start()
        thread.submit { [self] _ in waitForever() }
    }

    /// - Returns: the token that stands for the socket from now on, or `nil` when the kernel refuses.
    func add(_ socket: Int32, loop: any EventLoop, whenReady: @escaping @Sendable () -> Void) -> UInt64? {
        let token = state.withLockedValue { state in
            state.lastToken += 1
            state.watched[state.lastToken] = Watched(loop: loop, whenReady: whenReady)
            return state.lastToken
        }
        // Armed for nothing yet; errors and hang-ups are reported from the first arming on.
        guard control(EPOLL_CTL_ADD, socket, token, events: UInt32(EPOLLONESHOT.rawValue)) else {
            state.withLockedValue { $0.watched[token] = nil }
            return nil
        }
        return token
    }

    func arm(_ socket: Int32, _ token: UInt64, for interest: SocketInterest) {
        var events = UInt32(EPOLLONESHOT.rawValue)
        if interest.contains(.readable) { events |= UInt32(EPOLLIN.rawValue) | UInt32(EPOLLRDHUP.rawValue) }
        if interest.contains(.writable) { events |= UInt32(EPOLLOUT.rawValue) }
        _ = control(EPOLL_CTL_MOD, socket, token, events: events)
    }

    func remove(_ socket: Int32, _ token: UInt64) {
        state.withLockedValue { $0.watched[token] = nil }
        _ = control(EPOLL_CTL_DEL, socket, token, events: 0)
    }

    private func control(_ operation: Int32, _ socket: Int32, _ token: UInt64, events: UInt32) -> Bool {
        var event = unsafe epoll_event()
        unsafe event.events = events
        unsafe event.data.u64 = token
        return unsafe epoll_ctl(epoll, operation, socket, &event) == 0
    }

    private func waitForever() {
        let capacity = 64
        unsafe withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: capacity) { events in
            while true {
                let count = unsafe epoll_wait(epoll, events.baseAddress, Int32(capacity), -1)
                for index in 0..<max(0, Int(count)) {
                    let token = unsafe events[index].data.u64
                    guard let watched = state.withLockedValue({ $0.watched[token] }) else { continue }
                    watched.loop.execute(watched.whenReady)
                }
            }
        }
    }
}
#endif
