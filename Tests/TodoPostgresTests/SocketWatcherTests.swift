import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import Testing

@testable import TodoPostgres

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The platform's own watcher and the portable one.
@Suite(.timeLimit(.minutes(1))) struct SocketWatcherTests {
    static let watchers: [any SocketWatcher] = [SystemSocketWatcher.shared, DispatchSocketWatcher.shared]

    @Test(arguments: watchers.indices)
    func reportsOnceForEachArmingWhateverIsLeftUnread(index: Int) async throws {
        let watcher = Self.watchers[index]
        let (ours, theirs) = try socketPair()
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let count = NIOLockedValueBox(0)
        let (reports, report) = AsyncStream<Void>.makeStream()
        let registration = try #require(
            watcher.register(ours, on: loop) {
                loop.preconditionInEventLoop()
                count.withLockedValue { $0 += 1 }
                report.yield()
            }
        )
        var iterator = reports.makeAsyncIterator()
        var byte: UInt8 = 1
        #expect(send(theirs, &byte, 1, 0) == 1)
        for _ in 1...3 {
            watcher.arm(registration, for: .readable)
            await iterator.next()
        }
        watcher.arm(registration, for: .writable)
        await iterator.next()
        watcher.unregister(registration)
        try await loop.submit {}.get()
        #expect(count.withLockedValue { $0 } == 4)
        close(ours)
        close(theirs)
    }

    @Test(arguments: watchers.indices)
    func reportsTheEndOfAConnection(index: Int) async throws {
        let watcher = Self.watchers[index]
        let (ours, theirs) = try socketPair()
        let (reports, report) = AsyncStream<Void>.makeStream()
        let registration = try #require(
            watcher.register(ours, on: MultiThreadedEventLoopGroup.singleton.next()) { report.yield() }
        )
        watcher.arm(registration, for: .readable)
        close(theirs)
        var iterator = reports.makeAsyncIterator()
        #expect(await iterator.next() != nil)
        watcher.unregister(registration)
        close(ours)
    }

    private func socketPair() throws -> (Int32, Int32) {
        var sockets: [Int32] = [-1, -1]
        #if canImport(Glibc)
        let kind = Int32(SOCK_STREAM.rawValue)
        #else
        let kind = SOCK_STREAM
        #endif
        try #require(socketpair(AF_UNIX, kind, 0, &sockets) == 0)
        return (sockets[0], sockets[1])
    }
}
