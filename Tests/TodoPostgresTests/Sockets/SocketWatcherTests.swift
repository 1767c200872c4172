import NIOCore
import NIOPosix
import Testing

@testable import TodoPostgres

/// What holds for every watcher of this platform, and for each when it has to make do with another one.
@Suite(.timeLimit(.minutes(1))) struct SocketWatcherTests {
    enum Kind: CaseIterable {
        /// The one that the client uses.
        case system
        case dispatch
        #if os(Linux)
        case epoll
        /// Asynchronous I/O with room for one socket; the kernel has none for the others.
        case fullAIO
        /// The kernel does not give as much as is asked for.
        case refusedAIO
        case closedAIO
        #endif

        func make(for loop: any EventLoop) async throws -> any SocketWatcher {
            switch self {
            case .system: return SystemSocketWatcher.make(for: loop)
            case .dispatch: return DispatchSocketWatcher(loop: loop)
            #if os(Linux)
            case .epoll: return EpollSocketWatcher(loop: loop)
            case .fullAIO: return AIOSocketWatcher(loop: loop, capacity: 1)
            case .refusedAIO: return AIOSocketWatcher(loop: loop, capacity: .max)
            case .closedAIO:
                let watcher = AIOSocketWatcher(loop: loop)
                try await watcher.close(on: .singleton).get()
                return watcher
            #endif
            }
        }
    }

    private let loop = MultiThreadedEventLoopGroup.singleton.next()

    @Test(arguments: Kind.allCases)
    func reportsOnceForEachArmingWhateverIsLeftUnread(kind: Kind) async throws {
        let pair = try await WatchedPair(kind.make(for: loop), loop)
        pair.send()
        for _ in 1...3 {
            try await pair.arm(for: .readable)
            await pair.report()
        }
        try await pair.end()
        #expect(pair.count == 3)
    }

    @Test(arguments: Kind.allCases)
    func reportsWhatComesAfterArming(kind: Kind) async throws {
        let pair = try await WatchedPair(kind.make(for: loop), loop)
        for round in 1...3 {
            try await pair.arm(for: .readable)
            #expect(pair.count == round - 1)
            pair.send()
            await pair.report()
            pair.receive()
        }
        try await pair.end()
    }

    @Test(arguments: Kind.allCases)
    func reportsThatThereIsRoomForMore(kind: Kind) async throws {
        let pair = try await WatchedPair(kind.make(for: loop), loop)
        try await pair.arm(for: .writable)
        await pair.report()
        try await pair.end()
    }

    @Test(arguments: Kind.allCases)
    func whatIsArmedForLastCounts(kind: Kind) async throws {
        let pair = try await WatchedPair(kind.make(for: loop), loop)
        try await pair.arm(for: .readable)
        try await pair.arm(for: [.readable, .writable])
        await pair.report()
        try await pair.arm(for: .readable)
        pair.send()
        await pair.report()
        try await pair.end()
        #expect(pair.count == 2)
    }

    @Test(arguments: Kind.allCases)
    func reportsTheEndOfAConnection(kind: Kind) async throws {
        let pair = try await WatchedPair(kind.make(for: loop), loop)
        try await pair.arm(for: .readable)
        pair.closeTheirs()
        await pair.report()
        try await pair.end()
    }

    @Test(arguments: Kind.allCases)
    func reportsNothingAfterTheEndOfAWatch(kind: Kind) async throws {
        let watcher = try await kind.make(for: loop)
        let ended = try await WatchedPair(watcher, loop)
        try await ended.arm(for: .readable)
        try await ended.end()
        ended.send()
        // What another watch reports would have come after it.
        let other = try await WatchedPair(watcher, loop)
        try await other.arm(for: .writable)
        await other.report()
        #expect(ended.count == 0)
        try await other.end()
    }

    @Test(arguments: Kind.allCases)
    func aSocketWhoseWatchHasEndedCanBeClosed(kind: Kind) async throws {
        let watcher = try await kind.make(for: loop)
        let (closed, other) = (try await WatchedPair(watcher, loop), try await WatchedPair(watcher, loop))
        try await closed.arm(for: .readable)
        try await closed.end()
        closed.closeOurs()
        try await closed.untilTheirsEnds()
        // Its descriptor may be another socket's now, whose watch is its own.
        try await other.arm(for: .readable)
        other.send()
        await other.report()
        try await other.end()
    }

    @Test(arguments: Kind.allCases)
    func reportsEachOfManySockets(kind: Kind) async throws {
        let watcher = try await kind.make(for: loop)
        var pairs: [WatchedPair] = []
        for _ in 1...40 { pairs.append(try await WatchedPair(watcher, loop)) }
        for _ in 1...5 {
            for pair in pairs { try await pair.arm(for: .readable) }
            for pair in pairs { pair.send() }
            for pair in pairs { await pair.report() }
        }
        for pair in pairs { try await pair.end() }
        #expect(pairs.allSatisfy { $0.count == 5 })
    }

    #if os(Linux)
    @Test func theKernelGivesARoomBackWhenAWatchHasEnded() async throws {
        let watcher = AIOSocketWatcher(loop: loop, capacity: 1)
        for _ in 1...3 {
            var pair = try await WatchedPair(watcher, loop)
            // It does so a little later than it lets go of the socket; if it never does, the time limit ends this.
            while try await pair.kindOfWatch() != "AIOSocketWatch" {
                try await pair.end()
                pair = try await WatchedPair(watcher, loop)
            }
            try await pair.arm(for: .readable)
            try await pair.end()
            pair.closeOurs()
            try await pair.untilTheirsEnds()
        }
        try await watcher.close(on: .singleton).get()
    }
    #endif
}
