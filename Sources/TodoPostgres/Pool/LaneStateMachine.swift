import DequeModule
import NIOCore

/// Which request goes over which connection, when a connection is opened, and when a request is refused.
///
/// A lane serves one kind of request (reads, long lists, writes) on one event loop, so that the kinds never wait behind one
/// another. Its connections are opened on demand. While the database is away it fails fast: after ``failuresUntilAway``
/// attempts in a row without success, requests are refused at once until an attempt succeeds, and attempts go on in the
/// background with a growing pause.
///
/// Requests of a kind that can share are sent together: those that come in one tick of the event loop, and, when more are under way
/// than the lane may have connections, those that come until they are answered. So a few go at once, each on a connection of its own,
/// and many cost little.
///
/// Where requests wait for locks, those that lock one row wait for one another here, so that they keep one connection from the others
/// and not all.
///
/// | connection | event | next | action |
/// |---|---|---|---|
/// | – | `submit`, nothing free, room | connecting | connect |
/// | connecting | `connected` | open | send what waits |
/// | connecting | `connectFailed` | – | connect again after a pause; refuse what waits when away |
/// | open | `submit` | open | send on the one with the least under way |
/// | open | `submit` of what can share | open | send it at the end of the tick, with what comes until then |
/// | open | `answered` | open | send what waits |
/// | open, full | `answered`, more than `refill` under way | open, full | |
/// | open, idle | `reap` after the idle limit | – | close it |
/// | open | `connectionLost` | – | connect again if something waits |
/// | open | `retire` | retired | connect, unless that is under way |
/// | retired | last answer, `connectionLost` | – | |
/// | – (away) | `becameReachable` | connecting | connect |
/// | any | `shutDown` | – | refuse what waits, let the rest finish |
struct LaneStateMachine<Request> {
    typealias ConnectionID = Int

    struct Limits: Sendable, Hashable {
        /// The most connections.
        var connections: Int
        /// How many requests under way on one connection leave no room for more.
        var depth: Int
        /// A connection that had no room has some again when so many are under way, or fewer; the further that is below `depth`,
        /// the more are sent together.
        var refill: Int
        /// The most requests that are sent together, where there may be more than one.
        var batch: Int
        /// The most requests that wait for a connection.
        var waiting: Int
        /// How long a connection may be unused before it is closed.
        var idle: TimeAmount

        /// Limits under which an answer makes room for one, unless `refill` is given.
        init(connections: Int, depth: Int, refill: Int? = nil, batch: Int = 1, waiting: Int, idle: TimeAmount) {
            self.connections = connections
            self.depth = depth
            self.refill = refill ?? depth - 1
            self.batch = batch
            self.waiting = waiting
            self.idle = idle
        }
    }

    private enum Connection {
        case connecting
        case open(underWay: Int, isFull: Bool, idleSince: NIODeadline)
        /// Silent or unintelligible for too long: it may still answer what it owes and gets no more. It does not count
        /// against the limit.
        case retired
    }

    /// How many attempts in a row may fail before requests are refused at once.
    static var failuresUntilAway: Int { 2 }

    private struct Waiting {
        let request: Request
        /// Whether it is sent with no other, since it had no effect when it was.
        var isAlone = false
    }

    let limits: Limits
    /// What a request locks; `nil` where requests that lock the same need not wait for one another.
    private let lock: ((Request) -> RowLock)?
    /// What is being locked, by the connections on which it is.
    private var locks: [ConnectionID: RowLock] = [:]
    private var connections: [(id: ConnectionID, connection: Connection)] = []
    private var waiting: Deque<Waiting> = []
    private var lastID = 0
    private var failures = 0
    private var isRetryScheduled = false
    private var isShutDown = false
    /// Whether a batch is being gathered that is sent at the end of the tick.
    private var isGathering = false

    init(limits: Limits, lock: ((Request) -> RowLock)? = nil) {
        precondition(lock == nil || limits.depth == 1 && limits.batch == 1, "one request, one connection")
        self.limits = limits
        self.lock = lock
    }

    /// Whether the last attempts to connect have failed and nothing is connected.
    var isAway: Bool { failures >= Self.failuresUntilAway && !isConnected }
    /// Whether a connection serves.
    var isConnected: Bool { openCount > 0 }
    var waitingCount: Int { waiting.count }
    var connectionCount: Int { connections.count }
    /// The requests that wait, in the order in which they will be sent.
    var waitingRequests: [Request] { waiting.map(\.request) }

    var openCount: Int {
        connections.count { if case .open = $0.connection { true } else { false } }
    }

    /// The requests that were sent over connections that serve, and are not answered.
    var underWayCount: Int {
        connections.reduce(0) { if case .open(let underWay, _, _) = $1.connection { $0 + underWay } else { $0 } }
    }

    var connectingCount: Int {
        connections.count { if case .connecting = $0.connection { true } else { false } }
    }

    /// The connections that serve, or will.
    private var servingCount: Int { openCount + connectingCount }
    var retiredCount: Int { connections.count - servingCount }

    // MARK: Requests

    enum SubmitAction: Hashable {
        case send(on: ConnectionID)
        /// The request waits for others to be sent with: `tickEnded` is to be called when this tick of the event loop ends.
        case gather
        /// The request waits; a connection is to be opened when there is an identifier.
        case wait(connect: ConnectionID?)
        /// The request is not taken.
        case refuse(Refusal)
    }

    enum Refusal: Hashable {
        case overloaded
        case away
        case shutDown
    }

    mutating func submit(_ request: Request) -> SubmitAction {
        if isShutDown { return .refuse(.shutDown) }
        if limits.batch == 1, let id = assign(request) { return .send(on: id) }
        if isAway { return .refuse(.away) }
        if waiting.count >= limits.waiting { return .refuse(.overloaded) }
        waiting.append(Waiting(request: request))
        if isGathering { return .wait(connect: nil) }
        if limits.batch > 1, leastLoaded != nil {
            isGathering = true
            return .gather
        }
        return .wait(connect: grow())
    }

    /// What was gathered may be sent.
    mutating func tickEnded() {
        isGathering = false
    }

    /// Takes back a request that had no effect; it goes ahead of those that wait, whatever the limit, and alone.
    mutating func resubmit(_ request: Request) -> SubmitAction {
        if isShutDown { return .refuse(.shutDown) }
        if let id = assign(request) { return .send(on: id) }
        if isAway { return .refuse(.away) }
        waiting.prepend(Waiting(request: request, isAlone: true))
        return .wait(connect: grow())
    }

    /// The next requests that wait, with the connection to send them on together.
    mutating func next() -> ([Request], ConnectionID)? {
        if lock != nil { return nextByRow() }
        guard let first = waiting.first else { return nil }
        let count = first.isAlone ? 1 : waiting.prefix(limits.batch).prefix { !$0.isAlone }.count
        guard let id = assign(count: count) else { return nil }
        let batch = waiting.prefix(count).map(\.request)
        waiting.removeFirst(count)
        return (batch, id)
    }

    /// The same where requests wait for one another: the first that need not.
    private mutating func nextByRow() -> ([Request], ConnectionID)? {
        guard leastLoaded != nil, let position = waiting.firstIndex(where: { !isHeldBack($0.request) })
        else { return nil }
        let request = waiting.remove(at: position).request
        return assign(request).map { ([request], $0) }
    }

    /// Whether the request would wait for another that is under way.
    private func isHeldBack(_ request: Request) -> Bool {
        guard let lock, !locks.isEmpty else { return false }
        let wanted = lock(request)
        return locks.values.contains { wanted.waits(for: $0) }
    }

    /// Removes the requests that match from those that wait.
    mutating func removeWaiting(where matches: (Request) -> Bool) -> [Request] {
        let removed = waitingRequests.filter(matches)
        if !removed.isEmpty { waiting.removeAll { matches($0.request) } }
        return removed
    }

    /// Counts the request on the open connection with the least under way, if one has room and nothing holds it back.
    private mutating func assign(_ request: Request) -> ConnectionID? {
        guard !isHeldBack(request), let id = assign(count: 1) else { return nil }
        if let lock = lock?(request), lock.row != 0 { locks[id] = lock }
        return id
    }

    /// Counts the requests on the open connection with the least under way, if one has room.
    private mutating func assign(count: Int) -> ConnectionID? {
        guard let index = leastLoaded, case .open(var underWay, _, let since) = connections[index].connection else {
            return nil
        }
        underWay += count
        connections[index].connection = .open(underWay: underWay, isFull: underWay >= limits.depth, idleSince: since)
        return connections[index].id
    }

    /// The index of the open connection with the least under way, if one has room.
    private var leastLoaded: Int? {
        guard !isBatchDue else { return nil }
        var best: (index: Int, underWay: Int)?
        for index in connections.indices {
            guard case .open(let underWay, false, _) = connections[index].connection else { continue }
            if underWay < best?.underWay ?? .max { best = (index, underWay) }
        }
        return best?.index
    }

    /// Whether so many requests are under way that what comes is to wait for them.
    private var isBatchDue: Bool { limits.batch > 1 && underWayCount >= limits.connections }

    /// Opens a connection when those on their way are fewer than the requests that wait.
    private mutating func grow() -> ConnectionID? {
        guard servingCount < limits.connections, connectingCount < waiting.count, !isRetryScheduled, !isBatchDue else {
            return nil
        }
        return connect()
    }

    private mutating func connect() -> ConnectionID {
        lastID += 1
        connections.append((lastID, .connecting))
        return lastID
    }

    // MARK: Connections

    /// Opens the first connection before anybody asks.
    mutating func warmUp() -> ConnectionID? {
        isShutDown || servingCount > 0 || isRetryScheduled ? nil : connect()
    }

    /// The attempt has succeeded, and the connection serves from now on.
    ///
    /// - Returns: `false` when the connection is no longer wanted.
    mutating func connected(_ id: ConnectionID, now: NIODeadline) -> Bool {
        guard !isShutDown, let index = index(of: id) else { return false }
        failures = 0
        connections[index].connection = .open(underWay: 0, isFull: false, idleSince: now)
        return true
    }

    /// A request that was counted on this connection has its answer, or was skipped.
    mutating func answered(_ id: ConnectionID, now: @autoclosure () -> NIODeadline) {
        // A retired connection has let go of it too.
        if lock != nil { locks[id] = nil }
        guard let index = index(of: id), case .open(var underWay, let isFull, let since) = connections[index].connection
        else { return }
        underWay -= 1
        connections[index].connection = .open(
            underWay: underWay,
            isFull: isFull && underWay > limits.refill,
            // The clock is not asked for a connection that goes on working.
            idleSince: underWay == 0 ? now() : since
        )
    }

    /// Whether one more connection may serve, given how many transactions of former ones the server has not ended.
    ///
    /// As many as may serve may be at work besides, no more: else a server that ends nothing would soon have no place left for
    /// anybody.
    func hasRoom(besides stranded: Int) -> Bool {
        openCount + retiredCount + stranded < 2 * limits.connections
    }

    struct FailureAction {
        /// Requests to refuse, because the database is away.
        var refused: [Request] = []
        /// When to call `retry`, unless that is arranged already.
        var retryIn: TimeAmount?
    }

    mutating func connectFailed(_ id: ConnectionID) -> FailureAction {
        remove(id)
        failures += 1
        return afterFailure()
    }

    /// A connection is gone; one that did not serve yet counts as a failed attempt.
    mutating func connectionLost(_ id: ConnectionID) -> FailureAction {
        guard let index = index(of: id) else { return FailureAction() }
        if case .connecting = connections[index].connection { failures += 1 }
        remove(id)
        return afterFailure()
    }

    private mutating func afterFailure() -> FailureAction {
        var action = FailureAction()
        guard !isShutDown else { return action }
        if isAway {
            action.refused = waitingRequests
            waiting = []
        }
        if !isRetryScheduled, connectingCount == 0, isAway || failures > 0 || !waiting.isEmpty {
            isRetryScheduled = true
            action.retryIn = Self.pause(failures: failures)
        }
        return action
    }

    /// 0 after none, then 50 ms, doubling up to a second.
    static func pause(failures: Int) -> TimeAmount {
        failures == 0 ? .zero : .milliseconds(min(1000, 50 << Int64(min(failures - 1, 5))))
    }

    /// The pause is over: the connection to open, if one is still wanted.
    mutating func retry() -> ConnectionID? {
        isRetryScheduled = false
        guard !isShutDown, servingCount == 0 || !waiting.isEmpty && connectingCount == 0 else { return nil }
        return servingCount < limits.connections ? connect() : nil
    }

    /// Another lane has reached the database: requests may wait again.
    ///
    /// - Returns: the connection to open, when this lane was away.
    mutating func becameReachable() -> ConnectionID? {
        guard !isShutDown, failures > 0 else { return nil }
        failures = 0
        return servingCount == 0 ? connect() : nil
    }

    /// Whether the connection does not serve yet.
    func isConnecting(_ id: ConnectionID) -> Bool {
        guard let index = index(of: id), case .connecting = connections[index].connection else { return false }
        return true
    }

    struct RetireAction: Hashable {
        /// The connection to open in its place; it also shows whether the server can be reached at all.
        let connect: ConnectionID?
    }

    /// The server owes an answer on this connection and has long been silent, or unintelligible.
    ///
    /// - Returns: `nil` when it stays in service: as many as serve may be replaced, no more.
    mutating func retire(_ id: ConnectionID) -> RetireAction? {
        guard !isShutDown, retiredCount < limits.connections, let index = index(of: id),
            case .open = connections[index].connection
        else { return nil }
        connections[index].connection = .retired
        return RetireAction(connect: connectingCount == 0 && !isRetryScheduled ? connect() : nil)
    }

    /// Connections that have been unused for too long, to be closed.
    mutating func reap(now: NIODeadline) -> [ConnectionID] {
        let idle = connections.filter { entry in
            if case .open(0, _, let since) = entry.connection { now - since >= limits.idle } else { false }
        }
        for entry in idle { remove(entry.id) }
        return idle.map(\.id)
    }

    /// Takes no more requests.
    ///
    /// - Returns: those that wait, to be refused.
    mutating func shutDown() -> [Request] {
        isShutDown = true
        let refused = waitingRequests
        waiting = []
        return refused
    }

    /// Forgets a connection whose owner closed it.
    mutating func remove(_ id: ConnectionID) {
        locks[id] = nil
        connections.removeAll { $0.id == id }
    }

    private func index(of id: ConnectionID) -> Int? {
        connections.firstIndex { $0.id == id }
    }
}
