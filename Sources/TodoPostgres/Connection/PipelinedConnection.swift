import NIOCore

/// Drives one libpq connection in pipeline mode: does what its state machine says and reports to its owner.
///
/// It is one file, though a long one, so that nothing else can touch the libpq connection between a send and its results.
///
/// Everything happens on `loop`; nothing waits. Sending only fills libpq's buffer; the Sync at the end of the tick, or right
/// after a write, puts it on the wire.
final class PipelinedConnection {
    /// What the owner hears, always on the loop and never while it is inside a call to the connection.
    protocol Owner: AnyObject {
        /// The query has been answered: a place in the pipeline is free.
        func connection(_ connection: PipelinedConnection, answered query: PendingQuery)
        /// The query was skipped and had no effect; its place in the pipeline is free.
        func connection(_ connection: PipelinedConnection, skipped query: PendingQuery)
        /// The query had no effect, since others hold for longer what it needs; its place in the pipeline is free.
        func connection(_ connection: PipelinedConnection, blocked query: PendingQuery)
        /// The query has an answer that does not fit it; its place in the pipeline is free.
        func connection(_ connection: PipelinedConnection, misfit error: PostgresError, of query: PendingQuery)
        /// The connection is closed.
        func connection(
            _ connection: PipelinedConnection,
            closed error: PostgresError,
            abandoned: StateMachine.Abandoned
        )
    }

    typealias StateMachine = ConnectionStateMachine<PendingQuery, Statement.ID>

    private enum Outcome {
        case answered(PendingQuery)
        case skipped(PendingQuery)
        case blocked(PendingQuery)
        // Indirect, since it is rare, and would make the others as large as itself.
        indirect case misfit(PendingQuery, PostgresError)
    }

    let id: Int
    /// Whose the session is; `nil` until the set-up has found out, and then statements go whole and without preamble.
    var scope: SessionScope?

    /// Why it would better be replaced.
    private(set) var fault: SessionFault?
    /// Whether it waits for a lock only briefly, since its owner sends elsewhere what has to wait for longer.
    var isBrisk = false
    /// Since when the owner sends queries here.
    var servesSince: NIODeadline?
    /// Whether the owner sends nothing more here and has, or seeks, another connection instead.
    var isRetired = false

    private let loop: any EventLoop
    private let watcher: any SocketWatcher
    private weak var owner: (any Owner)?
    /// `nil` once closed.
    private var connection: PGConnection?
    private var watch: (any SocketWatch)?
    private var machine = StateMachine()
    private var parameters = ParameterBuffer()
    /// Queries whose fate the owner has yet to hear.
    ///
    /// In libpq 15 a command that is queued between a failed statement's result
    /// and the NULL behind it swallows that NULL, so nobody may send while results are being read.
    private var outcomes: [Outcome] = []
    /// The row that a query of the transaction under way could not lock, or 0.
    private var blockedRow: Int64 = 0
    private var isFlushPending = false
    private var isArmed = false
    /// How often the owner has looked since anything came from the server, and since a result was complete.
    private var looks = (sinceBytes: 0, sinceResult: 0)
    /// How often anything has come from the server.
    private(set) var arrivals: UInt64 = 0

    /// Takes a connection that is connected, non-blocking and in pipeline mode.
    init(
        id: Int,
        _ connection: consuming PGConnection,
        loop: any EventLoop,
        watcher: any SocketWatcher,
        owner: any Owner
    ) {
        self.id = id
        self.loop = loop
        self.watcher = watcher
        self.owner = owner
        self.connection = consume connection
    }

    /// Begins to watch the socket.
    ///
    /// - Returns: `false` when the kernel refuses to.
    func start() -> Bool {
        guard let socket = connection?.socket else { return false }
        // The watcher's callback must be Sendable; it runs on the loop that this object is confined to.
        let bound = NIOLoopBound(self, eventLoop: loop)
        watch = watcher.watch(socket) { bound.value.socketReady() }
        arm()
        return watch != nil
    }

    var backendPID: Int32 { connection?.backendPID ?? 0 }

    /// The host's name as the URL has it, of several the one that is connected.
    var host: String { connection?.host ?? "" }

    /// When the first of the queries that are under way must have been answered.
    var earliestDeadline: NIODeadline? { machine.unanswered.lazy.map(\.deadline).min() }

    // MARK: Sending

    /// Sends queries together: writes in one transaction, in the order of the rows that they lock.
    ///
    /// So two transactions never wait for each other's rows.
    func send(_ queries: [PendingQuery]) {
        for (index, query) in queries.sorted(by: { $0.lock.row < $1.lock.row }).enumerated() {
            send(query, hasCompany: index < queries.count - 1)
        }
    }

    /// Sends a query, whose fate is reported to it and to the owner.
    ///
    /// One that `hasCompany` is followed at once by another write that belongs to the same transaction.
    func send(_ query: PendingQuery, hasCompany: Bool = false) {
        let statement = query.statement
        if !machine.isAwaitingResults { looks = (0, 0) }
        let preparesStatements = scope == .connection
        let number = machine.nextPreambleNumber()
        let preamble = Preamble(scope, query.identity, number: number)
        // What was skipped once because of a neighbour's error is not put beside others again.
        let syncPoint: StateMachine.SyncPoint =
            switch statement.access {
            case .read: query.attempts == 0 ? .atTickEnd : .atOnce
            case .write: hasCompany ? .withNext : .atOnce
            }
        let action =
            connection?.isBad == true
            ? nil
            : machine.send(
                query,
                statement.access,
                sync: syncPoint,
                preamble: preamble.map { preamble in
                    .init(
                        hasOpening: preamble.opening != nil,
                        name: preparesStatements ? preamble.statement.id : nil,
                        number: number
                    )
                },
                name: preparesStatements ? statement.id : nil
            )
        guard let action else {
            return notSent(query)
        }
        query.attempts += 1
        if action.syncsBefore { sync() }
        if let preamble {
            if let opening = preamble.opening { execute(opening, [], byName: false) }
            if action.preparesPreamble { prepare(preamble.statement) }
            execute(preamble.statement, preamble.parameters, byName: preparesStatements)
        }
        if action.prepares { prepare(statement) }
        execute(statement, query.parameters, byName: preparesStatements)
        if action.syncsAfter { sync() }
        if action.schedulesTickEnd {
            loop.assumeIsolated().execute { [weak self] in
                guard let self, self.machine.tickEnded() else { return }
                self.sync()
            }
        }
    }

    private func prepare(_ statement: Statement) {
        check(connection?.sendPrepare(name: statement.name, sql: statement.sql, types: statement.parameterTypes))
    }

    private func execute(_ statement: Statement, _ values: [PostgresValue], byName: Bool) {
        parameters.fill(values)
        if byName {
            check(connection?.sendQueryPrepared(name: statement.name, parameters: parameters))
        } else {
            check(
                connection?.sendQueryParams(sql: statement.sql, types: statement.parameterTypes, parameters: parameters)
            )
        }
    }

    enum Silence {
        /// Nothing is owed.
        case idle
        /// An answer is owed, and the server has given signs of life, or may yet.
        case short
        /// An answer is owed, and nothing has come since the last look.
        case doubtful
        /// An answer is owed, and nothing has come for more than a look.
        case long
        /// An answer is owed, and for more than a look bytes have come and no result.
        ///
        /// Either a long result comes slowly, or a message's length was damaged on the way: then libpq takes all that comes for
        /// a part of it.
        case unintelligible
    }

    /// Looks for signs of life, and asks for one where there was none since the last look.
    func look() -> Silence {
        guard connection != nil, machine.isAwaitingResults else { return .idle }
        looks.sinceBytes += 1
        looks.sinceResult += 1
        if isSilent { return .long }
        if looks.sinceBytes > 1 {
            // What has a replacement is left alone: an answer to this would look like one that is owed.
            if !isRetired { nudge() }
            return .doubtful
        }
        return looks.sinceResult > 2 ? .unintelligible : .short
    }

    /// Whether nothing has come for more than a look, although it was asked for.
    var isSilent: Bool { looks.sinceBytes > 2 }

    /// Asks for a sign of life although nothing is owed; it has come, or is missed, when the connection is looked at.
    func probe() {
        guard connection != nil, !machine.isAwaitingResults else { return }
        looks = (1, 0)
        nudge()
    }

    private func nudge() {
        machine.nudge()
        sync()
    }

    /// Whether nothing is owed that could not be asked for elsewhere.
    var owesNoWrite: Bool { machine.oldest?.statement.access != .write }

    /// The connection was closing or gone: the query comes back as one that had no effect.
    private func notSent(_ query: PendingQuery) {
        if connection?.isBad == true { failLater() }
        loop.assumeIsolated().execute { [self] in owner?.connection(self, skipped: query) }
    }

    private func sync() {
        check(connection?.pipelineSync())
        flush()
    }

    private func flush() {
        switch connection?.flush() {
        case .done: isFlushPending = false
        case .pending:
            isFlushPending = true
            arm()
        case .failed: failLater()
        case nil: break
        }
    }

    private func check(_ succeeded: Bool?) {
        if succeeded == false { failLater() }
    }

    /// Reports a failure after the current call, so that the owner is never called from inside its own.
    private func failLater() {
        loop.assumeIsolated().execute { [weak self] in
            guard let self else { return }
            self.lost(self.lossOfConnection)
        }
    }

    // MARK: Receiving

    private func arm() {
        isArmed = true
        watch?.arm(for: isFlushPending ? [.readable, .writable] : .readable)
    }

    private func socketReady() {
        guard connection != nil else { return }
        isArmed = false
        looks.sinceBytes = 0
        arrivals &+= 1
        if isFlushPending { flush() }
        while connection != nil {
            let isLastRead = connection?.isLastRead ?? true
            let isConnected = connection?.consumeInput() ?? false
            // What arrived before the end may hold answers.
            readResults()
            guard isConnected, connection?.isBad == false else { return lost(lossOfConnection) }
            if isLastRead { break }
        }
        if !isArmed { arm() }
    }

    private func readResults() {
        takeResults()
        let settled = outcomes
        outcomes.removeAll(keepingCapacity: true)
        for outcome in settled {
            switch outcome {
            case .answered(let query): owner?.connection(self, answered: query)
            case .skipped(let query): owner?.connection(self, skipped: query)
            case .blocked(let query): owner?.connection(self, blocked: query)
            case .misfit(let query, let error): owner?.connection(self, misfit: error, of: query)
            }
        }
        if machine.drained() { lost(.closed) }
    }

    private func takeResults() {
        while machine.isAwaitingResults, connection?.isBusy == false {
            looks.sinceResult = 0
            if let result = connection?.nextResult() {
                guard receive(result) else { return }
            } else {
                guard handle(machine.receive(.endOfResults)) else { return }
            }
        }
    }

    /// Takes a result; `false` when the connection is closed by it.
    private func receive(_ result: consuming PGResult) -> Bool {
        switch result.status {
        case .commandOK, .tuplesOK:
            return receiveRows(result)
        case .failed:
            guard let state = result.sqlState else {
                lost(.connectionLost(result.errorMessage))
                return false
            }
            if let fault = SessionFault(result, state) {
                self.fault = fault
                if fault == .plan { return handle(machine.receive(.stale)) }
            }
            let error = PostgresError(
                .server(state),
                result.errorMessage,
                constraint: result.constraintName,
                isSafeToRetry: true
            )
            if state.endsSession, machine.oldest?.statement.access == .read {
                // A read can be repeated elsewhere.
                lost(.connectionLost(result.errorMessage))
                return false
            }
            guard handle(machine.receive(.failure(error))) else { return false }
            if state.endsSession { lost(.connectionLost(result.errorMessage)) }
            return connection != nil
        case .pipelineAborted:
            return handle(machine.receive(.aborted))
        case .pipelineSync:
            // What was held until now has not waited for it.
            blockedRow = 0
            return handle(machine.receive(.sync))
        case .copyOut:
            lost(.protocolViolation("a statement began to copy"))
            return false
        case .unexpected(let status):
            lost(.protocolViolation("libpq returned a result of status \(status)"))
            return false
        }
    }

    private func receiveRows(_ result: borrowing PGResult) -> Bool {
        let action = machine.receive(.success)
        switch action {
        case .complete(let query):
            if let misfit = misfit(result, query) {
                outcomes.append(.misfit(query, misfit))
            } else {
                query.succeed()
                outcomes.append(.answered(query))
            }
        case .hold(let query):
            // It is committed with its neighbours, which need not suffer.
            if let misfit = misfit(result, query) { query.fail(misfit) }
        case .verify(let number):
            guard Preamble.isResult(result, of: number) else {
                lost(.protocolViolation("an answer does not fit what was asked"))
                return false
            }
        default:
            return handle(action)
        }
        return true
    }

    /// Hands the rows over, unless they cannot be the statement's own: then it says why.
    ///
    /// What else is under way here may be answered: whether results have come out of step shows in their preambles.
    private func misfit(_ result: borrowing PGResult, _ query: PendingQuery) -> PostgresError? {
        do throws(PostgresError) {
            try query.accept(result)
            return nil
        } catch {
            fault = .answer
            return error
        }
    }

    /// Does what the state machine says; `false` when the connection is closed by it.
    private func handle(_ action: StateMachine.Action) -> Bool {
        switch action {
        case .none, .verify, .complete, .hold:
            break
        case .release(let queries):
            for query in queries {
                query.succeed()
                outcomes.append(.answered(query))
            }
        case .fail(let queries, let error) where isBrisk && error.isAboutLocks:
            blockedRow = queries.first?.lock.row ?? 0
            outcomes += queries.map { .blocked($0) }
        case .fail(let queries, let error):
            for query in queries {
                query.fail(error)
                outcomes.append(.answered(query))
            }
        case .resend(let queries):
            // What needs the same row would wait for it as well, unless its key tells the answer.
            outcomes += queries.map {
                blockedRow != 0 && $0.lock == RowLock(row: blockedRow) ? .blocked($0) : .skipped($0)
            }
        case .protocolViolation:
            // Once libpq has found the connection's end, it answers for nothing that was pipelined.
            let isLost = connection?.isBad ?? true
            lost(isLost ? lossOfConnection : .protocolViolation("results came out of step with what was sent"))
        }
        return connection != nil
    }

    // MARK: Closing

    /// Closes once everything that is under way has been answered.
    func close() {
        machine.close()
        if machine.drained() { lost(.closed) }
    }

    /// Closes now and reports what is under way as unanswered.
    func abort(_ error: PostgresError) {
        lost(error)
    }

    /// Why libpq gave the connection up, in its words.
    private var lossOfConnection: PostgresError { .connectionLost(connection?.errorMessage ?? "closed") }

    private func lost(_ error: PostgresError) {
        guard connection != nil else { return }
        watch?.end()
        watch = nil
        connection = nil
        let abandoned = machine.connectionLost()
        owner?.connection(self, closed: error, abandoned: abandoned)
    }
}
