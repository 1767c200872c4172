import DequeModule
import Logging
import NIOCore
import NIOPosix

/// Drives the connections of one lane: does what its state machine says.
///
/// It is one file, though a long one, so that the connections and the machine are private to what runs on the loop.
///
/// Guard for `@unchecked Sendable`: every member is used on `loop` only; the entry points check it.
final class Lane: @unchecked Sendable {
    /// What all lanes of a client share.
    struct Environment: Sendable {
        let race: ConnectionRace.Rules
        let poolerMode: PoolerMode
        /// Whether a server that takes no writes any more is to be left for another one.
        let leavesReadOnlyServers: Bool
        let statementTimeout: TimeAmount
        let threads: NIOThreadPool
        let reachability: Reachability
        let logger: Logger
    }

    /// Where queries go that others keep from what they lock: each is a transaction of its own there and waits for locks.
    struct Fallback {
        let lane: Lane
        /// How long a statement waits for a lock before it goes there.
        let lockTimeout: TimeAmount
    }

    let loop: any EventLoop
    let metrics: LaneMetrics
    private let fallback: Fallback?
    private let watcher: any SocketWatcher
    private let environment: Environment
    private let logger: Logger
    private var machine: LaneStateMachine<PendingQuery>
    private var races: [Int: ConnectionRace] = [:]
    private var connections: [Int: PipelinedConnection] = [:]
    private var stranded = StrandedTransactions()
    private var expiry: (due: NIODeadline, scheduled: Scheduled<Void>)?
    private var look: Scheduled<Void>?
    /// Whether the answer to ``inquireAgain()`` has not come yet.
    private var isInquiring = false
    private var reaper: RepeatedTask?
    /// Why the database cannot be used, once that has been reported.
    private var outage: PostgresError?
    private var drained: EventLoopPromise<Void>?

    init(
        name: String,
        loop: any EventLoop,
        limits: LaneStateMachine<PendingQuery>.Limits,
        metrics: LaneMetrics,
        watcher: any SocketWatcher,
        environment: Environment,
        fallback: Fallback? = nil,
        waitsForLocks: Bool = false
    ) {
        self.loop = loop
        self.metrics = metrics
        self.watcher = watcher
        self.environment = environment
        self.fallback = fallback
        var logger = environment.logger
        logger[metadataKey: "lane"] = "\(name)"
        self.logger = logger
        machine = LaneStateMachine(limits: limits, lock: waitsForLocks ? { $0.lock } : nil)
        environment.reachability.add(self)
    }

    // MARK: Requests

    /// Submits the query from any thread; cancelling it may have come before.
    ///
    /// - Parameters:
    ///   - query: one that nobody waits for yet.
    ///   - completion: told of its answer, on the lane's loop.
    func submit(_ query: PendingQuery, _ completion: @escaping @Sendable () -> Void) {
        guard loop.inEventLoop else { return loop.execute { self.submit(query, completion) } }
        query.whenAnswered(completion)
        submit(query)
    }

    /// Sends the query as soon as a connection has room, or fails it: at once when the queue is full or the database away.
    func submit(_ query: PendingQuery) {
        loop.preconditionInEventLoop()
        guard !query.isAnswered else { return }
        perform(machine.submit(query), query)
    }

    /// Fails the query for a caller that no longer waits; one that is under way runs on and its result is dropped.
    func cancel(_ query: PendingQuery) {
        loop.preconditionInEventLoop()
        _ = machine.removeWaiting { $0 === query }
        query.fail(.cancelled)
        fallback?.lane.cancel(query)
    }

    private func resubmit(_ query: PendingQuery) {
        guard !query.isAnswered else { return }
        guard query.deadline > .now() else { return query.fail(.timedOut(wasSent: false)) }
        perform(machine.resubmit(query), query)
    }

    private func perform(_ action: LaneStateMachine<PendingQuery>.SubmitAction, _ query: PendingQuery) {
        switch action {
        case .send(let id):
            send(query, on: id)
        case .gather:
            scheduleExpiry(query.deadline)
            loop.assumeIsolated().execute {
                self.machine.tickEnded()
                self.sendWaiting()
            }
        case .wait(let id):
            if let id { connect(id) }
            scheduleExpiry(query.deadline)
        case .refuse(let refusal):
            query.fail(error(for: refusal))
        }
    }

    private func error(for refusal: LaneStateMachine<PendingQuery>.Refusal) -> PostgresError {
        switch refusal {
        case .overloaded: .overloaded
        case .away: outage?.withoutEffect ?? .connectionFailed("the database cannot be reached")
        case .shutDown: .closed
        }
    }

    private func send(_ query: PendingQuery, on id: Int) {
        scheduleExpiry(query.deadline)
        scheduleLook()
        connections[id]?.send(query)
    }

    private func sendWaiting() {
        while let (queries, id) = machine.next() {
            if let deadline = queries.lazy.map(\.deadline).min() { scheduleExpiry(deadline) }
            scheduleLook()
            connections[id]?.send(queries)
        }
    }

    // MARK: Connecting

    /// Begins to close connections that are not used.
    func start() {
        loop.preconditionInEventLoop()
        let period = TimeAmount.nanoseconds(machine.limits.idle.nanoseconds / 8)
        reaper = loop.scheduleRepeatedTask(initialDelay: period, delay: period) { _ in
            for id in self.machine.reap(now: .now()) { self.connections[id]?.close() }
        }
    }

    /// Opens the first connection before anybody asks.
    func warmUp() {
        loop.preconditionInEventLoop()
        if let id = machine.warmUp() { connect(id) }
    }

    private func connect(_ id: Int) {
        let race = ConnectionRace(
            environment.race,
            loop: loop,
            threads: environment.threads,
            watcher: watcher,
            succeed: { connection in self.prepare(id, connection) },
            fail: { error in self.connectFailed(id, error) }
        )
        races[id] = race
        race.start()
    }

    private func connectFailed(_ id: Int, _ error: PostgresError) {
        races[id] = nil
        connections[id] = nil
        metrics.connectionFailed()
        perform(machine.connectFailed(id), error)
        finishShutdown()
    }

    private func perform(_ action: LaneStateMachine<PendingQuery>.FailureAction, _ error: PostgresError) {
        if machine.isAway, error.code != .closed {
            if outage?.message != error.message {
                logger.warning("database cannot be used", metadata: ["cause": "\(error)"])
            }
            outage = error
        }
        for query in action.refused { query.fail(error.withoutEffect) }
        guard let pause = action.retryIn else { return }
        // A little less or more than the pause, so that many lanes and servers do not come back in step.
        let jittered = TimeAmount.nanoseconds(Int64(Double(pause.nanoseconds) * Double.random(in: 0.75...1.25)))
        loop.scheduleTask(in: jittered) {
            if let id = self.machine.retry() { self.connect(id) }
        }
    }

    // MARK: Setting up a connection

    private func prepare(_ id: Int, _ connection: consuming PGConnection) {
        races[id] = nil
        let connection = PipelinedConnection(
            id: id,
            connection,
            loop: loop,
            watcher: watcher,
            owner: self
        )
        connections[id] = connection
        guard connection.start() else { return connection.abort(.connectionFailed("the socket cannot be watched")) }
        let started = NIODeadline.now()
        let setup = ConnectionSetup(
            poolerMode: environment.poolerMode,
            reachability: environment.reachability,
            statementTimeout: environment.statementTimeout,
            lockTimeout: fallback?.lockTimeout,
            deadline: started + environment.race.timeout
        )
        scheduleExpiry(setup.deadline)
        scheduleLook()
        setup.run(on: connection) { result in
            switch result {
            case .success: self.inquire(connection, started: started, deadline: setup.deadline)
            case .failure(let error): connection.abort(error)
            }
        }
    }

    /// Before a new connection serves, it finds out about those that it replaces, and whether the server is to be given more to do.
    ///
    /// How long it took to be `started` and set up tells how fast the network is.
    private func inquire(_ connection: PipelinedConnection, started: NIODeadline, deadline: NIODeadline) {
        let replaced = doubtful
        // Through a pooler, processes change.
        guard !replaced.isEmpty || stranded.count > 0, connection.scope == .connection else {
            return opened(connection.id)
        }
        connection.send(
            inquiry(about: replaced, started: started, deadline: deadline) {
                if self.machine.hasRoom(besides: self.stranded.count) {
                    self.opened(connection.id)
                } else {
                    connection.abort(.connectionFailed(Self.overcommitment))
                }
            }
        )
    }

    private static let overcommitment =
        "the server is still at work on too much that was given up; is the standby gone that its commits wait for?"

    /// Asks over one that serves about retired connections of which no new one has asked, or that were at work then.
    private func inquireAgain() {
        let doubtful = doubtful
        guard !isInquiring, machine.isConnected, !doubtful.isEmpty else { return }
        isInquiring = true
        let now = NIODeadline.now()
        submit(
            inquiry(about: doubtful, started: now, deadline: now + environment.statementTimeout) {
                self.isInquiring = false
            }
        )
    }

    /// Retired connections whose answers are waited for.
    ///
    /// Reads that a silent one owes can be had from another in any case.
    private var doubtful: [PipelinedConnection] {
        connections.values.filter { $0.isRetired && $0.scope == .connection && !($0.isSilent && $0.owesNoWrite) }
    }

    private func inquiry(
        about doubtful: [PipelinedConnection],
        started: NIODeadline,
        deadline: NIODeadline,
        completion: @escaping () -> Void
    ) -> PendingQuery {
        BusyBackends.query(about: doubtful.map(\.backendPID) + stranded.processes, deadline: deadline) { result in
            switch result {
            case .success(let busy):
                let finished = doubtful.filter { busy[$0.backendPID] == nil }
                self.abort(finished, unlessAnythingComesWithin: max(.milliseconds(250), .now() - started))
                self.stranded.keep(busy)
            case .failure(let error):
                // Where the server does not tell, nobody is kept waiting.
                if case .server = error.code { self.stranded.keep([:]) }
            }
            completion()
        }
    }

    /// Gives connections up that can owe nothing but what is on its way.
    ///
    /// A server lets go of its locks before it sends the answer.
    private func abort(_ finished: [PipelinedConnection], unlessAnythingComesWithin grace: TimeAmount) {
        let arrivals = finished.map(\.arrivals)
        loop.assumeIsolated().scheduleTask(in: grace) {
            for (connection, before) in zip(finished, arrivals) where connection.arrivals == before {
                connection.abort(.connectionLost("the server is not at work and its answer has not come"))
            }
        }
    }

    /// The connection is set up.
    ///
    /// It serves once the answer to its set-up's last statement is reported, which is no request of the lane's.
    private func opened(_ id: Int) {
        loop.assumeIsolated().execute { self.serve(id) }
    }

    private func serve(_ id: Int) {
        guard connections[id] != nil else { return }
        let now = NIODeadline.now()
        guard machine.connected(id, now: now) else {
            connections[id]?.close()
            return
        }
        connections[id]?.servesSince = now
        metrics.connectionOpened()
        abortSilentReads()
        if outage != nil {
            outage = nil
            logger.notice("database can be used again")
            environment.reachability.announce(from: self)
        }
        sendWaiting()
    }

    /// Another lane has reached the database.
    func databaseReachable() {
        loop.preconditionInEventLoop()
        if let id = machine.becameReachable() { connect(id) }
    }

    // MARK: Deadlines

    /// Makes sure that the lane looks at its deadlines when `deadline` has passed.
    ///
    /// One timer serves them all, set anew when it fires: most queries have the same time, so they expire in order. Setting up a
    /// connection may take longer.
    private func scheduleExpiry(_ deadline: NIODeadline) {
        if let expiry {
            guard deadline < expiry.due else { return }
            expiry.scheduled.cancel()
        }
        let scheduled = loop.scheduleTask(deadline: deadline) {
            self.expiry = nil
            self.expire(now: .now())
        }
        expiry = (deadline, scheduled)
    }

    private func expire(now: NIODeadline) {
        for query in machine.removeWaiting(where: { $0.deadline <= now }) { query.fail(.timedOut(wasSent: false)) }
        // The server answers within its statement time-out. A connection that does not is stuck, and so is all behind it.
        for connection in connections.values {
            if let deadline = connection.earliestDeadline, deadline <= now {
                if connection.scope == .connection { stranded.add(connection.backendPID) }
                connection.abort(.timedOut(wasSent: true))
            }
        }
        let underWay = connections.values.compactMap(\.earliestDeadline)
        // Not the oldest's alone: what was sent again stands before those that came earlier.
        let waiting = machine.waitingRequests.lazy.map(\.deadline).min()
        if let next = (underWay + [waiting].compactMap(\.self)).min() { scheduleExpiry(next) }
    }

    /// How often connections that owe an answer are looked at.
    ///
    /// One that is found silent at the third look has been so for two to three of these: longer than a slow network takes to
    /// answer, and short enough for all users to be served within 2 s although the replacement turns out to be silent too.
    private static let lookPeriod = TimeAmount.milliseconds(400)

    private func scheduleLook() {
        guard look == nil else { return }
        look = loop.scheduleTask(in: Self.lookPeriod) {
            self.look = nil
            self.lookAtConnections()
        }
    }

    private func lookAtConnections() {
        inquireAgain()
        let silences = connections.values.map { ($0, $0.look()) }
        if silences.contains(where: { $1 != .idle }) { scheduleLook() }
        for (connection, silence) in silences where silence == .long || silence == .unintelligible {
            if machine.isConnecting(connection.id) {
                connection.abort(.connectionLost("the server has been silent"))
            } else {
                retire(connection)
            }
        }
        if machine.isConnected { abortSilentReads() }
        if silences.contains(where: { $1 == .doubtful }) {
            probe()
            environment.reachability.announceSilence(from: self)
        }
    }

    /// Asks connections that owe nothing for a sign of life.
    func probe() {
        loop.preconditionInEventLoop()
        guard !connections.isEmpty else { return }
        for connection in connections.values { connection.probe() }
        scheduleLook()
    }

    private func retire(_ connection: PipelinedConnection) {
        guard let action = machine.retire(connection.id) else { return }
        connection.isRetired = true
        if connection.earliestDeadline == nil {
            connection.abort(.connectionLost("the server has been silent"))
        } else {
            connection.close()
        }
        if let id = action.connect { connect(id) }
    }

    /// Asks again, on a connection that serves, for what retired ones owe of reads.
    private func abortSilentReads() {
        for connection in connections.values where connection.isRetired && connection.isSilent && connection.owesNoWrite
        {
            connection.abort(.connectionLost("the server has been silent"))
        }
    }

    /// Replaces every connection: seeks others, and lets these answer what they owe.
    func renew() {
        loop.preconditionInEventLoop()
        for connection in connections.values { retire(connection) }
    }

    /// How it stands now.
    var statistics: LaneStatistics {
        loop.preconditionInEventLoop()
        return LaneStatistics(
            open: machine.openCount,
            connecting: machine.connectingCount,
            retired: machine.retiredCount,
            waiting: machine.waitingCount,
            underWay: machine.underWayCount
        )
    }

    // MARK: Shutting down

    /// Refuses what waits, lets what is under way finish, and closes every connection.
    func shutDown() -> EventLoopFuture<Void> {
        loop.preconditionInEventLoop()
        let promise = drained ?? loop.makePromise()
        drained = promise
        reaper?.cancel()
        for query in machine.shutDown() { query.fail(.closed) }
        for (id, race) in races {
            race.cancel()
            machine.remove(id)
        }
        races = [:]
        for connection in connections.values { connection.close() }
        finishShutdown()
        return promise.futureResult
    }

    /// Closes what has not finished by itself.
    func abort() {
        loop.preconditionInEventLoop()
        for connection in connections.values { connection.abort(.closed) }
    }

    private func finishShutdown() {
        guard let drained, connections.isEmpty, races.isEmpty else { return }
        expiry?.scheduled.cancel()
        expiry = nil
        look?.cancel()
        look = nil
        drained.succeed()
    }
}

extension Lane: PipelinedConnection.Owner {
    func connection(_ connection: PipelinedConnection, answered query: PendingQuery) {
        machine.answered(connection.id, now: .now())
        renew(connection)
        sendWaiting()
    }

    /// Replaces the connection where another may do better: that shows what holds now.
    private func renew(_ connection: PipelinedConnection) {
        guard let fault = connection.fault, !connection.isRetired else { return }
        switch fault {
        case .plan:
            // Others are as old, and a query would find out on one connection after the other.
            renew()
        case .write where environment.leavesReadOnlyServers:
            environment.reachability.announceReadOnlyServer()
        case .write, .access, .answer:
            guard let since = connection.servesSince, .now() - since >= Self.renewal else { return }
            retire(connection)
        }
    }

    /// How long a connection with a fault serves at least, so that one that lies elsewhere costs little.
    private static let renewal = TimeAmount.seconds(1)

    func connection(_ connection: PipelinedConnection, misfit error: PostgresError, of query: PendingQuery) {
        machine.answered(connection.id, now: .now())
        renew(connection)
        leaveUnknown(query, error, of: connection)
        sendWaiting()
    }

    /// A query may have had its effect: what reads is asked once more, unless it was to set up this connection.
    private func leaveUnknown(_ query: PendingQuery, _ error: PostgresError, of connection: PipelinedConnection) {
        if connection.servesSince != nil, query.statement.access == .read, query.attempts < 2, error.code != .closed {
            resubmit(query)
        } else {
            query.fail(error)
        }
    }

    func connection(_ connection: PipelinedConnection, skipped query: PendingQuery) {
        machine.answered(connection.id, now: .now())
        renew(connection)
        sendAgain(query)
        sendWaiting()
    }

    func connection(_ connection: PipelinedConnection, blocked query: PendingQuery) {
        machine.answered(connection.id, now: .now())
        if let fallback { fallback.lane.submit(query) } else { sendAgain(query) }
        sendWaiting()
    }

    /// Sends a query again that had no effect, alone.
    private func sendAgain(_ query: PendingQuery) {
        if query.attempts < 3 {
            resubmit(query)
        } else if let fallback {
            fallback.lane.submit(query)
        } else {
            // Once is bad luck in a neighbour; a query that is skipped again and again is at fault itself.
            query.fail(PostgresError(.connectionLost, "the statement was skipped repeatedly", isSafeToRetry: true))
        }
    }

    func connection(
        _ connection: PipelinedConnection,
        closed error: PostgresError,
        abandoned: PipelinedConnection.StateMachine.Abandoned
    ) {
        guard connections.removeValue(forKey: connection.id) != nil else { return }
        if error.code != .closed {
            if machine.isConnecting(connection.id) { metrics.connectionFailed() } else { metrics.connectionLost() }
        }
        perform(machine.connectionLost(connection.id), error)
        for query in abandoned.undone {
            if error.code == .connectionLost { sendAgain(query) } else { query.fail(error) }
        }
        for query in abandoned.unknown { leaveUnknown(query, error, of: connection) }
        // What waits for the same row as these need not any longer.
        sendWaiting()
        finishShutdown()
    }
}
