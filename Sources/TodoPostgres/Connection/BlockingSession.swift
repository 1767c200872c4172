import NIOPosix

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A plain connection that runs one statement after the other and blocks its thread meanwhile: for administration.
///
/// It belongs on a thread of its own, see ``run(_:timeout:_:)``. Every wait is bounded.
struct BlockingSession: ~Copyable {
    let connection: PGConnection
    let cancellation: CancellationFlag

    /// Whether the task that waits for this session has been cancelled.
    var isCancelled: Bool { cancellation.isSet }

    /// Runs `body` with a new connection on a thread of its own and closes the connection afterwards.
    ///
    /// Cancelling the task does not interrupt a statement; `body` may look at ``isCancelled`` in between. Its time-outs hold.
    /// - Throws: ``PostgresError`` when no connection can be made within `timeout`, or what `body` throws.
    static func run<Output: Sendable>(
        _ configuration: PostgresConfiguration,
        timeout: Duration,
        _ body: @escaping @Sendable (borrowing BlockingSession) throws(PostgresError) -> Output
    ) async throws(PostgresError) -> Output {
        let thread = NIOThreadPool(numberOfThreads: 1)
        thread.start()
        let result: Result<Output, PostgresError>
        let cancellation = CancellationFlag()
        do {
            result = try await withTaskCancellationHandler {
                try await thread.runIfActive {
                    do throws(PostgresError) {
                        let session = try BlockingSession(configuration, cancellation, timeout: timeout)
                        return .success(try body(session))
                    } catch {
                        return .failure(error)
                    }
                }
            } onCancel: {
                cancellation.set()
            }
        } catch {
            result = .failure(.cancelled)
        }
        try? await thread.shutdownGracefully()
        return try result.get()
    }

    private init(
        _ configuration: PostgresConfiguration,
        _ cancellation: CancellationFlag,
        timeout: Duration
    ) throws(PostgresError) {
        self.cancellation = cancellation
        if let fault = configuration.urlFault { throw .connectionFailed(fault) }
        guard let connection = PGConnection(connecting: configuration.connectionParameters) else {
            throw .connectionFailed("out of memory")
        }
        guard !connection.isBad else { throw .connectionRefused(connection.errorMessage, lacksPassword: false) }
        connection.showSQLStates(true)
        let deadline = ContinuousClock.now + timeout
        var wanted = Int16(POLLOUT)
        while true {
            guard Self.wait(connection.socket, wanted, until: deadline) else {
                throw .connectionFailed("no connection within the time allowed")
            }
            switch connection.poll() {
            case .reading: wanted = Int16(POLLIN)
            case .writing: wanted = Int16(POLLOUT)
            case .failed:
                throw .connectionRefused(connection.errorMessage, lacksPassword: connection.lacksPassword)
            case .ok:
                connection.showSQLStates(false)
                self.connection = connection
                return
            }
        }
    }

    /// Runs statements without parameters or rows.
    func execute(_ sql: String, timeout: Duration) throws(PostgresError) {
        guard connection.sendQuery(sql) else { throw .connectionLost(connection.errorMessage) }
        try collect(timeout) { _ in }
    }

    /// Runs one statement and hands over its result, whose cells are binary.
    func query(
        _ sql: String,
        _ types: [PGTypeID] = [],
        _ values: [PostgresValue] = [],
        timeout: Duration,
        _ body: (borrowing PGResult) -> Void = { _ in }
    ) throws(PostgresError) {
        try send(sql, types, values)
        try collect(timeout, body)
    }

    /// Sends one statement, whose result is to be collected before the next.
    func send(_ sql: String, _ types: [PGTypeID], _ values: [PostgresValue]) throws(PostgresError) {
        var parameters = ParameterBuffer()
        parameters.fill(values)
        guard connection.sendQueryParams(sql: sql, types: types, parameters: parameters) else {
            throw .connectionLost(connection.errorMessage)
        }
    }

    /// Runs a `COPY … TO STDOUT` and hands over its rows one after the other; nothing else is kept in memory.
    ///
    /// - Parameters:
    ///   - sql: the whole statement, which takes no parameters.
    ///   - silence: how long the server may send nothing.
    ///   - body: `false` ends the copy, and with it this session.
    /// - Throws: ``PostgresError``; its code is `cancelled` when `body` ended it.
    func copyOut(
        _ sql: String,
        silence: Duration,
        _ body: (UnsafeRawBufferPointer) -> Bool
    ) throws(PostgresError) {
        guard connection.sendQuery(sql) else { throw .connectionLost(connection.errorMessage) }
        while connection.isBusy { try receive(until: .now + silence) }
        guard let result = connection.nextResult() else { throw .protocolViolation("a copy has no result") }
        guard result.status == .copyOut else {
            try collect(silence) { _ in }
            throw Self.failure(result)
        }
        var goesOn = true
        while goesOn {
            switch unsafe connection.copyRow({ row in goesOn = unsafe body(row) }) {
            case .row: continue
            case .pending: try receive(until: .now + silence)
            case .done: return try collect(silence) { _ in }
            }
        }
        throw .cancelled
    }

    /// Runs one statement whose parameters and columns are all text, and returns its rows.
    func rows(
        _ sql: String,
        _ values: [String] = [],
        timeout: Duration = .seconds(30)
    ) throws(PostgresError) -> [[String?]] {
        var rows: [[String?]] = []
        try query(sql, values.map { _ in .text }, values.map { .text($0) }, timeout: timeout) { result in
            rows = (0..<result.rowCount).map { row in
                (0..<result.columnCount).map { column in
                    result.isNull(row: row, column: column) ? nil : result.text(row: row, column: column)
                }
            }
        }
        return rows
    }

    /// Whether PostgreSQL itself is at the other end, and no pooler: the process that answers is the one that greeted.
    func isDirect() throws(PostgresError) -> Bool {
        try rows("select pg_backend_pid()::text").first?.first == String(connection.backendPID)
    }

    /// Blocks this thread, and nothing else, for a while.
    func pause(_ duration: Duration) {
        _ = Self.wait(-1, 0, until: .now + duration)
    }

    /// Waits for the result of what was sent and hands it over.
    func collect(_ timeout: Duration, _ body: (borrowing PGResult) -> Void) throws(PostgresError) {
        let deadline = ContinuousClock.now + timeout
        var failure: PostgresError?
        while true {
            while connection.isBusy { try receive(until: deadline) }
            guard let result = connection.nextResult() else { break }
            switch result.status {
            case .commandOK, .tuplesOK:
                body(result)
            default:
                failure = failure ?? Self.failure(result)
            }
        }
        if let failure { throw failure }
    }

    private static func failure(_ result: borrowing PGResult) -> PostgresError {
        guard let state = result.sqlState else { return .connectionLost(result.errorMessage) }
        return PostgresError(
            .server(state),
            result.errorMessage,
            constraint: result.constraintName,
            isSafeToRetry: true
        )
    }

    /// Waits until something has arrived and reads all of it.
    private func receive(until deadline: ContinuousClock.Instant) throws(PostgresError) {
        guard Self.wait(connection.socket, Int16(POLLIN), until: deadline) else { throw .timedOut(wasSent: true) }
        var isRead = false
        while !isRead {
            isRead = connection.isLastRead
            guard connection.consumeInput() else { throw .connectionLost(connection.errorMessage) }
        }
    }

    /// Waits for a socket with `poll(2)`; `false` when the deadline has passed.
    private static func wait(_ socket: Int32, _ events: Int16, until deadline: ContinuousClock.Instant) -> Bool {
        while true {
            let left = deadline - .now
            guard left > .zero else { return false }
            var descriptor = pollfd(fd: socket, events: events, revents: 0)
            let count = unsafe poll(&descriptor, socket < 0 ? 0 : 1, Int32(clamping: left.wholeMilliseconds + 1))
            if count > 0 { return true }
        }
    }
}
