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

/// Two sockets that are connected with each other; ours is watched.
final class WatchedPair {
    private let loop: any EventLoop
    private var ours: Int32
    private var theirs: Int32
    private let watch: NIOLoopBoundBox<(any SocketWatch)?>
    private var reports: AsyncStream<Void>.AsyncIterator
    private let total = NIOLockedValueBox(0)

    init(_ watcher: any SocketWatcher, _ loop: any EventLoop) async throws {
        self.loop = loop
        var sockets: [Int32] = [-1, -1]
        #if canImport(Glibc)
        let kind = Int32(SOCK_STREAM.rawValue)
        #else
        let kind = SOCK_STREAM
        #endif
        try #require(socketpair(AF_UNIX, kind, 0, &sockets) == 0)
        let (socket, total) = (sockets[0], total)
        (ours, theirs) = (sockets[0], sockets[1])
        let (reports, report) = AsyncStream<Void>.makeStream()
        self.reports = reports.makeAsyncIterator()
        watch = .makeEmptyBox(eventLoop: loop)
        let isWatched = try await loop.submit { [watch] in
            watch.value = watcher.watch(socket) {
                loop.preconditionInEventLoop()
                total.withLockedValue { $0 += 1 }
                report.yield()
            }
            return watch.value != nil
        }.get()
        try #require(isWatched)
    }

    deinit {
        closeOurs()
        closeTheirs()
    }

    /// How often ours was reported.
    var count: Int { total.withLockedValue { $0 } }

    /// Returns when ours has been reported once more.
    func report() async {
        await reports.next(isolation: #isolation)
    }

    func arm(for interest: SocketInterest) async throws {
        try await loop.submit { [watch] in watch.value?.arm(for: interest) }.get()
    }

    func end() async throws {
        try await loop.submit { [watch] in watch.value?.end() }.get()
    }

    /// Which kind of watch it has.
    func kindOfWatch() async throws -> String {
        try await loop.submit { [watch] in watch.value.map { "\(type(of: $0))" } ?? "" }.get()
    }

    /// Sends a byte from theirs to ours.
    func send() {
        var byte: UInt8 = 1
        #expect(write(theirs, &byte, 1) == 1)
    }

    /// Receives a byte at ours.
    func receive() {
        var byte: UInt8 = 0
        #expect(read(ours, &byte, 1) == 1)
    }

    /// Returns when nobody has ours open any longer.
    func untilTheirsEnds() async throws {
        let count = try await NIOThreadPool.singleton.runIfActive { [theirs] in
            var byte: UInt8 = 0
            return read(theirs, &byte, 1)
        }
        #expect(count == 0)
    }

    func closeOurs() {
        if ours >= 0 { close(ours) }
        ours = -1
    }

    func closeTheirs() {
        if theirs >= 0 { close(theirs) }
        theirs = -1
    }
}
