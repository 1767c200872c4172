import DequeModule

/// What is under way on one pipelined connection, and what each result that libpq hands out means.
///
/// In pipeline mode the server answers in the order of sending; each Sync ends an implicit transaction. Reads that are sent
/// close together share one Sync. A write shares it with writes only, and it is answered when its Sync is: only then is it
/// committed. After an error the server undoes what it did since the last Sync and skips everything up to the next.
///
/// A request may have a preamble, a statement of its own that stands before it in its transaction.
///
/// | state | event | next state | action |
/// |---|---|---|---|
/// | open | `send` a read | open, unsynced | preamble, prepare if new, send, sync at the end of the tick |
/// | open | `send` a write, or a read that was skipped | open | preamble, prepare if new, send, sync at once |
/// | open | `send` a write that has company | open | preamble, prepare if new, send |
/// | open, unsynced | `tickEnded` | open | sync |
/// | open | rows of a read | open | complete it |
/// | open | rows of a write | open | hold it until the Sync |
/// | open | result of a preamble | open | verify that it is this one's |
/// | open | error | open | fail the request, or the one that it stands before |
/// | open | error: the name is unknown, or taken | open | repeat the request |
/// | open | error: the plan is older than the schema | open | repeat the request |
/// | open | skipped | open | repeat the request, unless its own preamble or prepare failed |
/// | open | Sync reached | open | complete the held writes, or repeat them if an error has undone them |
/// | open | `nudge` | open | sync |
/// | open | `close` | closing | |
/// | closing | `drained`, nothing pending | closed | close the connection |
/// | open, closing | `connectionLost` | closed | abandon what is pending |
///
/// Every request leaves the machine exactly once: completed, failed, repeated or abandoned.
///
/// A `Name` is whatever tells statements apart that are prepared.
struct ConnectionStateMachine<Request, Name: Hashable> {
    private enum Command {
        case prepare(name: Name)
        case opening
        case preamble(name: Name?, number: Int64)
        case query(Request, Statement.Access, name: Name?)
        case sync
    }

    private enum State {
        /// Serves requests.
        case open
        /// Takes no more requests; becomes `closed` when the last one is answered.
        case closing
        /// Terminal.
        case closed
    }

    private var state = State.open
    /// Sent and not answered yet, oldest first.
    private var pending: Deque<Command> = []
    /// Whether the oldest command has its result and only the end of its results is awaited.
    private var isAwaitingEnd = false
    /// Whether reads have been sent after the last Sync.
    private var isUnsynced = false
    /// Writes that have their rows and wait for their Sync.
    private var held: [Request] = []
    /// Whether an error has undone what was done since the last Sync.
    private var isUndone = false
    /// Whether the oldest command is a Sync that has failed; the end of that result may come before the Sync's own.
    private var isRefusedCommit = false
    /// Why the next query will be skipped, when that is because what stands before it failed.
    private var precursorFailure: PostgresError?
    private var prepared: Set<Name> = []
    private var lastNumber: Int64 = 0

    /// Whether anything is awaited from the server.
    var isAwaitingResults: Bool { !pending.isEmpty }

    /// The oldest request without an answer.
    var oldest: Request? {
        if let held = held.first { return held }
        for case .query(let request, _, _) in pending.dropFirst(isAwaitingEnd ? 1 : 0) { return request }
        return nil
    }

    /// Every request without an answer, oldest first.
    var unanswered: [Request] {
        // The oldest command's request has its result already when only the end of its results is awaited.
        held
            + pending.dropFirst(isAwaitingEnd ? 1 : 0).compactMap {
                if case .query(let request, _, _) = $0 { request } else { nil }
            }
    }

    /// Where the transaction of a request ends.
    enum SyncPoint {
        /// Right behind the request.
        case atOnce
        /// With the tick of the event loop, so that reads share it.
        case atTickEnd
        /// Behind a request that is sent next, so that writes share it.
        case withNext
    }

    struct SendAction: Hashable {
        /// Reads sent earlier need their Sync first, so that this request does not share their transaction.
        var syncsBefore = false
        /// The connection does not know the preamble yet.
        var preparesPreamble = false
        /// The connection does not know the statement yet.
        var prepares = false
        /// The transaction ends with the request.
        var syncsAfter = false
        /// Nobody has asked yet for `tickEnded` to be called when this tick of the event loop ends.
        var schedulesTickEnd = false
    }

    /// Takes a request, or `nil` when the connection takes no more.
    ///
    /// - Parameters:
    ///   - request: what is sent.
    ///   - access: whether it may be repeated, and whether it is answered before its Sync.
    ///   - sync: with what it may share a transaction, and be skipped or undone because of an error there.
    ///   - preamble: what is sent before it.
    ///   - name: the statement's name, or `nil` to send it unnamed.
    /// - Returns: what to do, in the order of the action's members.
    mutating func send(
        _ request: Request,
        _ access: Statement.Access,
        sync: SyncPoint,
        preamble: PreambleCommand? = nil,
        name: Name?
    ) -> SendAction? {
        guard case .open = state else { return nil }
        precondition(access == .read ? sync != .withNext : sync != .atTickEnd, "reads and writes do not share a Sync")
        var action = SendAction()
        if sync != .atTickEnd, isUnsynced {
            action.syncsBefore = true
            isUnsynced = false
            pending.append(.sync)
        }
        if let preamble {
            if preamble.hasOpening { pending.append(.opening) }
            action.preparesPreamble = prepare(preamble.name)
            pending.append(.preamble(name: preamble.name, number: preamble.number))
        }
        action.prepares = prepare(name)
        pending.append(.query(request, access, name: name))
        switch sync {
        case .atOnce:
            action.syncsAfter = true
            pending.append(.sync)
        case .atTickEnd:
            action.schedulesTickEnd = !isUnsynced
            isUnsynced = true
        case .withNext:
            break
        }
        return action
    }

    struct PreambleCommand: Hashable {
        /// Whether another statement stands before it, which is sent unnamed.
        var hasOpening = false
        /// `nil` to send it unnamed.
        let name: Name?
        /// What its result must show.
        let number: Int64
    }

    /// A number that no preamble of this connection had before.
    mutating func nextPreambleNumber() -> Int64 {
        lastNumber += 1
        return lastNumber
    }

    /// - Returns: whether the statement is to be prepared now.
    private mutating func prepare(_ name: Name?) -> Bool {
        guard let name, prepared.insert(name).inserted else { return false }
        pending.append(.prepare(name: name))
        return true
    }

    /// A Sync is sent that asks for nothing, because the server is silent.
    ///
    /// Its answer comes behind those that are due. If it comes before, something on the way has lost what we sent; and if the
    /// other end is gone, the kernel finds out because nobody acknowledges it.
    mutating func nudge() {
        isUnsynced = false
        pending.append(.sync)
    }

    /// The end of a tick of the event loop: whether a Sync is to be sent now.
    mutating func tickEnded() -> Bool {
        guard isUnsynced else { return false }
        isUnsynced = false
        pending.append(.sync)
        return true
    }

    enum Event {
        /// A statement's rows, or a statement that has finished without.
        case success
        case failure(PostgresError)
        /// Not executed, because it was prepared before the schema changed.
        case stale
        /// Skipped because of an earlier error.
        case aborted
        /// The end of one command's results.
        case endOfResults
        case sync
    }

    enum Action {
        case none
        /// The result must be that of the preamble with this number.
        case verify(number: Int64)
        /// The result belongs to the request, which is answered with it now.
        case complete(Request)
        /// The result belongs to the request, which is answered when its Sync arrives.
        case hold(Request)
        /// The requests that were held are answered now: they are committed.
        case release([Request])
        case fail([Request], PostgresError)
        /// The requests were skipped or undone and may be sent again.
        case resend([Request])
        /// libpq and this machine disagree on what is under way; the connection cannot be used any longer.
        case protocolViolation
    }

    mutating func receive(_ event: Event) -> Action {
        switch event {
        case .endOfResults where isRefusedCommit:
            isRefusedCommit = false
            return .none
        case .endOfResults:
            guard isAwaitingEnd, !pending.isEmpty else { return .protocolViolation }
            isAwaitingEnd = false
            pending.removeFirst()
            return .none
        case .sync:
            guard case .sync = pending.first, !isAwaitingEnd else { return .protocolViolation }
            pending.removeFirst()
            precursorFailure = nil
            isRefusedCommit = false
            defer { isUndone = false }
            guard !held.isEmpty else { return .none }
            let requests = held
            held = []
            return isUndone ? .resend(requests) : .release(requests)
        case .success, .failure, .stale, .aborted:
            guard let command = pending.first, !isAwaitingEnd else { return .protocolViolation }
            return resultReceived(event, for: command)
        }
    }

    private mutating func resultReceived(_ event: Event, for command: Command) -> Action {
        switch event {
        case .failure, .stale: isUndone = true
        default: break
        }
        switch (command, event) {
        case (.sync, .failure(let error)):
            // The commit itself failed. The Sync's own result still follows.
            isRefusedCommit = true
            guard !held.isEmpty else { return .none }
            let requests = held
            held = []
            // Whose fault it was shows when each is a transaction of its own.
            return requests.count > 1 && !error.endsSession
                ? .resend(requests) : .fail(requests, error.afterCommitBegan)
        case (.sync, _):
            return .protocolViolation
        case (.prepare, .success):
            isAwaitingEnd = true
            return .none
        case (.prepare(let name), .failure(let error)):
            isAwaitingEnd = true
            // Under a name that is taken, names being what they are, stands this very statement.
            if error.code != .server(.duplicatePreparedStatement) { prepared.remove(name) }
            precursorFailure = error
            return .none
        case (.prepare(let name), _):
            isAwaitingEnd = true
            prepared.remove(name)
            return .none
        case (.opening, _):
            isAwaitingEnd = true
            if case .failure(let error) = event { precursorFailure = error }
            return .none
        case (.preamble(_, let number), .success):
            isAwaitingEnd = true
            return .verify(number: number)
        case (.preamble(let name, _), .failure(let error)):
            isAwaitingEnd = true
            forget(name, after: error)
            precursorFailure = error
            return .none
        case (.preamble, _):
            isAwaitingEnd = true
            return .none
        case (.query(let request, let access, _), .success):
            isAwaitingEnd = true
            guard access == .write else { return .complete(request) }
            held.append(request)
            return .hold(request)
        case (.query(let request, _, let name), .failure(let error)):
            isAwaitingEnd = true
            forget(name, after: error)
            return error.isAboutStatementName ? .resend([request]) : .fail([request], error)
        case (.query(let request, _, _), .stale):
            isAwaitingEnd = true
            return .resend([request])
        case (.query(let request, _, _), .aborted):
            isAwaitingEnd = true
            guard let error = precursorFailure else { return .resend([request]) }
            precursorFailure = nil
            return error.isAboutStatementName ? .resend([request]) : .fail([request], error)
        case (.query, _):
            return .protocolViolation
        }
    }

    /// The next attempt prepares a statement again that the server has forgotten.
    private mutating func forget(_ name: Name?, after error: PostgresError) {
        if let name, error.code == .server(.undefinedPreparedStatement) { prepared.remove(name) }
    }

    /// Takes no more requests from now on.
    mutating func close() {
        if case .open = state { state = .closing }
    }

    /// Whether the last answer that a closing connection waited for has arrived; says so once.
    mutating func drained() -> Bool {
        guard case .closing = state, pending.isEmpty, held.isEmpty else { return false }
        state = .closed
        return true
    }

    /// Requests without an answer, oldest first.
    struct Abandoned {
        /// They had no effect: an error in their transaction has undone or skipped them.
        var undone: [Request] = []
        /// They may have been executed.
        var unknown: [Request] = []
    }

    /// The connection is gone: returns every request without an answer.
    mutating func connectionLost() -> Abandoned {
        let abandoned = unanswered
        let open = isUndone ? held.count + openCount : 0
        state = .closed
        held = []
        pending = []
        isAwaitingEnd = false
        isUnsynced = false
        return Abandoned(undone: Array(abandoned.prefix(open)), unknown: Array(abandoned.dropFirst(open)))
    }

    /// How many requests without a result are in the transaction that is under way.
    private var openCount: Int {
        let open = pending.dropFirst(isAwaitingEnd ? 1 : 0).prefix { if case .sync = $0 { false } else { true } }
        return open.count { if case .query = $0 { true } else { false } }
    }
}

extension PostgresError {
    /// Whether a statement's name was not what this connection took it for; nothing was executed then.
    fileprivate var isAboutStatementName: Bool {
        code == .server(.undefinedPreparedStatement) || code == .server(.duplicatePreparedStatement)
    }
}
