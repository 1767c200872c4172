import NIOConcurrencyHelpers
import NIOCore
import NIOPosix

/// One attempt to connect, without blocking an event loop.
///
/// Waiting for the socket is the watcher's work. The steps between, `PQconnectStart` and `PQconnectPoll`, may resolve names and
/// compute key derivations, so they run on a thread that may block.
///
/// Guard for `@unchecked Sendable`: `connection` belongs to the loop, except between the submission of a step to the threads and
/// its return, when it belongs to that step; `over` has a lock; everything else is used on the loop only.
final class ConnectionAttempt: @unchecked Sendable {
    private let loop: any EventLoop
    private let threads: NIOThreadPool
    private let watcher: any SocketWatcher
    private var connection: PGConnection?
    private var watch: (any SocketWatch)?
    /// The threads look at it too, so that steps of attempts that are over do not hold up others.
    private let over = NIOLockedValueBox(false)
    private var isStepping = false
    private let succeed: (consuming PGConnection) -> Void
    private let fail: (PostgresError) -> Void

    /// At most one of the two callbacks is called, on the loop, after ``start(_:)``: `succeed` with a connection that is
    /// non-blocking and in pipeline mode, or `fail`.
    init(
        loop: any EventLoop,
        threads: NIOThreadPool,
        watcher: any SocketWatcher,
        succeed: @escaping (consuming PGConnection) -> Void,
        fail: @escaping (PostgresError) -> Void
    ) {
        self.loop = loop
        self.threads = threads
        self.watcher = watcher
        self.succeed = succeed
        self.fail = fail
    }

    private var isOver: Bool { over.withLockedValue { $0 } }

    /// Begins; one of the two callbacks follows, unless the attempt is cancelled, or for ever waits for a silent host: whoever
    /// starts it gives it its time.
    func start(_ parameters: [(keyword: String, value: String)]) {
        step {
            self.connection = PGConnection(connecting: parameters)
            return self.connection?.isBad == false ? .writing : .failed
        }
    }

    /// Ends the attempt without a callback.
    func cancel() {
        over.withLockedValue { $0 = true }
        unwatch()
        if !isStepping { connection = nil }
    }

    private func step(_ work: @escaping @Sendable () -> PGPollingStatus) {
        isStepping = true
        threads.submit { state in
            guard case .active = state else { return }
            let status = self.isOver ? PGPollingStatus.failed : work()
            self.loop.execute { self.stepped(status) }
        }
    }

    private func stepped(_ status: PGPollingStatus) {
        isStepping = false
        guard !isOver else {
            connection = nil
            return
        }
        switch status {
        case .reading: wait(for: .readable)
        case .writing: wait(for: .writable)
        case .failed: finish(.connectionFailed(connection?.errorMessage ?? "out of memory"))
        case .ok: connected()
        }
    }

    /// Waits for the socket, which is asked for anew after each step because libpq may have moved on to another host.
    private func wait(for interest: SocketInterest) {
        let socket = connection?.socket ?? -1
        guard socket >= 0, let watch = watcher.watch(socket, whenReady: { self.socketReady() }) else {
            return finish(.connectionFailed("the socket cannot be watched"))
        }
        self.watch = watch
        watch.arm(for: interest)
    }

    private func socketReady() {
        guard !isOver, watch != nil else { return }
        unwatch()
        step { self.connection?.poll() ?? .failed }
    }

    private func unwatch() {
        watch?.end()
        watch = nil
    }

    private func connected() {
        guard let connection = connection.take() else { return }
        guard connection.setNonBlocking(), connection.enterPipelineMode() else {
            return finish(.connectionFailed("pipeline mode was refused"))
        }
        over.withLockedValue { $0 = true }
        succeed(connection)
    }

    private func finish(_ error: PostgresError) {
        guard !isOver else { return }
        over.withLockedValue { $0 = true }
        unwatch()
        if !isStepping { connection = nil }
        fail(error)
    }
}
