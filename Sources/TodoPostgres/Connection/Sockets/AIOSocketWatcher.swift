#if os(Linux)
import CLinux
import Glibc
import NIOCore
import NIOPosix

/// Watches the sockets of one event loop by Linux's asynchronous I/O: the kernel counts an eventfd(2) up that the loop watches.
///
/// No other thread has a part in it, and one system call arms all the sockets that were ready together. What the kernel refuses,
/// and what is beyond the capacity, ``EpollSocketWatcher`` watches.
///
/// Guard for `@unchecked Sendable`: every member is used on `loop` only, but for `context` once the watcher is closed.
final class AIOSocketWatcher: SocketWatcher, @unchecked Sendable {
    private enum State {
        case unused
        case open(any Channel)
        /// The kernel has refused, or the watcher is closed.
        case closed
    }

    let loop: any EventLoop
    private let capacity: Int
    private var state = State.unused
    private var context: AIOContext?
    private var watches: [AIOSocketWatch?] = []
    private var freeSlots: [Int] = []
    /// Slots whose polls are to be submitted.
    private var queue: [Int] = []
    private var isTakingCompletions = false

    /// - Parameters:
    ///   - loop: where the callbacks run.
    ///   - capacity: how many sockets it watches at most. All the system's contexts together have 65,536 as a rule
    ///     (`fs.aio-max-nr`).
    init(loop: any EventLoop, capacity: Int = 256) {
        self.loop = loop
        self.capacity = capacity
    }

    func watch(_ socket: Int32, whenReady: @escaping @Sendable () -> Void) -> (any SocketWatch)? {
        loop.preconditionInEventLoop()
        if case .unused = state { open() }
        guard case .open = state, let slot = freeSlots.popLast() else {
            return substitute(socket, whenReady: whenReady)
        }
        let watch = AIOSocketWatch(socket, slot: slot, watcher: self, whenReady: whenReady)
        watches[slot] = watch
        return watch
    }

    func substitute(_ socket: Int32, whenReady: @escaping @Sendable () -> Void) -> (any SocketWatch)? {
        EpollSocketWatcher(loop: loop).watch(socket, whenReady: whenReady)
    }

    // MARK: The context

    private func open() {
        state = .closed
        let eventCounter = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard eventCounter >= 0 else { return }
        guard let context = AIOContext(slots: capacity, eventCounter: eventCounter) else {
            Glibc.close(eventCounter)
            return
        }
        // On the loop this is done at once.
        NIOPipeBootstrap(group: loop)
            .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 16))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(EventCounterHandler(self))
                }
            }
            .takingOwnershipOfDescriptor(input: eventCounter)
            .assumeIsolated()
            .whenSuccess { self.state = .open($0) }
        guard case .open = state else { return }
        self.context = consume context
        watches = Array(repeating: nil, count: capacity)
        freeSlots = Array((0..<capacity).reversed())
    }

    func close(on threads: NIOThreadPool) -> EventLoopFuture<Void> {
        let closed = loop.flatSubmit {
            defer { self.state = .closed }
            guard case .open(let channel) = self.state else { return self.loop.makeSucceededVoidFuture() }
            return channel.close()
        }
        return closed.flatMap { threads.runIfActive(eventLoop: self.loop) { self.context = nil } }
    }

    // MARK: Polls

    /// Has the poll in the slot submitted, with others that are ready in the same tick.
    func submit(_ slot: Int, _ socket: Int32, for interest: SocketInterest) {
        context?.prepare(slot, socket, for: interest)
        queue.append(slot)
        if !isTakingCompletions { submitQueue() }
    }

    /// Has a poll complete soon, if the kernel has it already.
    ///
    /// - Returns: whether it will complete.
    func cancel(_ slot: Int) -> Bool {
        if let index = queue.firstIndex(of: slot) {
            queue.remove(at: index)
            return false
        }
        context?.cancel(slot)
        return true
    }

    /// The slot has no poll under way and its watch has ended.
    func release(_ slot: Int) {
        watches[slot] = nil
        freeSlots.append(slot)
    }

    private func submitQueue() {
        while !queue.isEmpty {
            let count = context?.submit(queue[...]) ?? 0
            let refused = count < queue.count ? queue[count] : nil
            queue.removeFirst(min(count + 1, queue.count))
            if let refused { watches[refused]?.refused() }
        }
    }

    /// Reports what is ready.
    ///
    /// What completes meanwhile counts the event counter up anew, so that it waits for its turn.
    fileprivate func takeCompletions() {
        isTakingCompletions = true
        while let slot = context?.nextCompletion() { watches[slot]?.completed() }
        isTakingCompletions = false
        submitQueue()
    }
}

/// Hears that polls have completed; how many, the ring tells.
private final class EventCounterHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private weak var watcher: AIOSocketWatcher?

    init(_ watcher: AIOSocketWatcher) {
        self.watcher = watcher
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {}

    func channelReadComplete(context: ChannelHandlerContext) {
        watcher?.takeCompletions()
    }
}
#endif
