import DequeModule
import HTTPParsing
import NIOCore

/// What one HTTP/1 connection does next (RFC 9112).
///
/// A value: events in, at most one action out, no I/O, the time passed in. It is one file, though a long one, so that its state is
/// private and every transition stands in one place.
///
/// Requests are answered in the order in which they came, one at a time; what arrives meanwhile waits here, and
/// ``wantsInput`` is false so that no more is read.
///
/// The end of input may mean that the client still reads, or that it is gone: TCP announces both alike, and only what is sent to
/// a client that is gone provokes a reset. So a request that is not answered soon after it has an interim response sent, `100
/// Continue`, which every HTTP/1.1 client passes over, asked for or not (RFC 9110 section 15.2.1). One shows a client that went
/// away altogether; some more follow, since a client may leave later without a word, but each after four times as long as the one
/// before, so that there are four within a request's 30 seconds.
///
/// | state | event | next state | action |
/// |---|---|---|---|
/// | idle | part of a head | receivingHead | |
/// | idle, receivingHead | head without a body | running | start |
/// | idle, receivingHead | head | collecting; running if its body is large or asked for | start streaming |
/// | collecting | body, small so far / too large to gather | collecting / running | – / start streaming |
/// | collecting | end | running | start |
/// | running | body, end / failure, end of input | running | deliver, finish / fail the body |
/// | running, the body complete | anything | running | it waits |
/// | running | `endAnswer`, kept alive, writable / not | idle / flushing | |
/// | running | `endAnswer`, not kept alive | closing | flush |
/// | running | `breakAnswer` before / after it began | closing / closed | refuse / cancel and close |
/// | flushing | `becameWritable` | idle | |
/// | idle, receivingHead, collecting | failure | closing | refuse |
/// | collecting | end of input | closing | refuse |
/// | idle, receivingHead | end of input, `quiesce` | closing | flush |
/// | any but idle | `quiesce` | the same, for the last time | |
/// | idle | deadline | closing | flush |
/// | receivingHead, collecting | deadline | closing | refuse |
/// | running, input over, HTTP/1.1 | deadline of an interim response, before the answer began | running | send it |
/// | running | deadline before / after the answer began | closing / closed | cancel and refuse / cancel and close |
/// | closing | `flushed`, the client may still send / not | lingering / closed | close output / close |
/// | lingering | too much, end of input, deadline | closed | close |
/// | flushing, closing | deadline | closed | close |
/// | running | `connectionClosed` | closed | cancel and close |
/// | any other | `connectionClosed` | closed | |
struct HTTPConnectionStateMachine {
    /// What the client sent, in its order.
    ///
    /// A parser makes it, so `body` and `end` come only after a `head` that announces a body.
    enum Input: Equatable {
        case head(RequestHead)
        case body(ByteBuffer)
        case end
        /// What came cannot be understood; nothing after it can. The head is that of the request, where it was readable.
        case failure(APIError, RequestHead?)
        /// The client will send no more. It may still read.
        case endOfInput
    }

    enum Action: Equatable {
        case none
        /// Run the request; its body is complete.
        case start(RequestHead, body: ByteBuffer)
        /// Run the request; more of its body follows by `deliver`, then `finishBody` or `failBody`.
        case startStreaming(RequestHead, body: ByteBuffer)
        case deliver(ByteBuffer)
        case finishBody
        /// The rest of the body will never come.
        case failBody(APIError)
        /// Write an interim response, so that a client that is gone resets the connection.
        case sendInterim
        /// Write the error as the last answer, then report ``flushed(now:)``.
        case refuse(APIError, RequestHead?)
        /// As `refuse`, and cancel the request that runs.
        case cancelAndRefuse(APIError, RequestHead)
        /// Report ``flushed(now:)`` once everything is written.
        case flush
        /// Tell the client that no more will be sent; go on reading.
        case closeOutput
        case close
        /// Close, and cancel the request that runs.
        case cancelAndClose
    }

    private enum State {
        /// Between requests. Becomes `receivingHead`, `collecting`, `running`, `closing` or `closed`.
        case idle(since: NIODeadline)
        /// A head has begun. Becomes `collecting`, `running`, `closing` or `closed`.
        case receivingHead(since: NIODeadline)
        /// A request's body is small so far and is gathered. Becomes `running` or `closing`.
        case collecting(RequestHead, ByteBuffer, since: NIODeadline)
        /// A request runs. Becomes `idle`, `flushing`, `closing` or `closed`.
        case running(Running)
        /// The client has yet to read the last answer before its next request runs. Becomes `idle`, `closing` or `closed`.
        case flushing(since: NIODeadline)
        /// The last answer is being written. Becomes `lingering` or `closed`.
        case closing(since: NIODeadline, lingers: Bool)
        /// Everything was sent. What still comes is thrown away, because closing at once would make the client's kernel
        /// discard an answer that was not read yet (RFC 9112 section 9.6). Becomes `closed`.
        case lingering(since: NIODeadline, lastInput: NIODeadline, discarded: Int)
        case closed
    }

    private struct Running {
        enum Body { case arriving, complete, failed }
        enum Answer {
            case notStarted
            case started(keepsAlive: Bool, progress: NIODeadline)
        }

        let head: RequestHead
        let since: NIODeadline
        var body: Body
        var answer = Answer.notStarted
        /// When the next interim response is due, once there was one.
        var nextInterim: NIODeadline?
    }

    private let limits: HTTPLimits
    private var state: State
    /// What came while a request was running.
    private var waiting: Deque<Input> = []
    private var inputEnded: NIODeadline?
    private var isQuiescing = false

    init(limits: HTTPLimits, now: NIODeadline) {
        self.limits = limits
        state = .idle(since: now)
    }

    // MARK: From the client

    mutating func receive(_ input: Input, now: NIODeadline) -> Action {
        if case .endOfInput = input { inputEnded = now }
        switch state {
        case .idle, .receivingHead, .collecting:
            guard waiting.isEmpty else {
                waiting.append(input)
                return .none
            }
            return accept(input, now: now)
        case .running(let running):
            guard waiting.isEmpty else {
                waiting.append(input)
                return .none
            }
            return receive(input, while: running)
        case .flushing:
            waiting.append(input)
            return .none
        case .closing(_, let lingers):
            if case .body(let buffer) = input, lingers { return discard(buffer.readableBytes, now: now) }
            return .none
        case .lingering:
            switch input {
            case .body(let buffer): return discard(buffer.readableBytes, now: now)
            case .endOfInput: return close()
            case .head, .end, .failure: return .none
            }
        case .closed:
            return .none
        }
    }

    /// Takes up what came while it could not be dealt with; `nil` when there is nothing to take up now.
    mutating func next(now: NIODeadline) -> Action? {
        switch state {
        case .idle, .receivingHead, .collecting:
            return waiting.popFirst().map { accept($0, now: now) }
        case .running(let running):
            // The body of a request that itself had to wait.
            guard running.body == .arriving else { return nil }
            return waiting.popFirst().map { receive($0, while: running) }
        case .flushing, .closing, .lingering, .closed:
            return nil
        }
    }

    /// Bytes came that do not complete a head.
    mutating func receivedPartOfHead(now: NIODeadline) {
        if case .idle = state { state = .receivingHead(since: now) }
    }

    /// Bytes came that no parser reads any more.
    mutating func discard(_ bytes: Int, now: NIODeadline) -> Action {
        guard case .lingering(let since, _, let discarded) = state else { return .none }
        guard discarded + bytes <= limits.lingerBytes else { return close() }
        state = .lingering(since: since, lastInput: now, discarded: discarded + bytes)
        return .none
    }

    /// Whether more may be read from the client.
    var wantsInput: Bool {
        switch state {
        case .idle, .receivingHead, .collecting, .running, .flushing: waiting.isEmpty
        case .closing, .lingering, .closed: true
        }
    }

    // MARK: From the request's task

    /// The answer begins.
    ///
    /// - Parameters:
    ///   - isDelimited: whether the client can tell its end other than by the connection's.
    ///   - now: the time.
    /// - Returns: whether the connection stays open after it, or `nil` when the answer comes too late to be sent.
    mutating func startAnswer(isDelimited: Bool, now: NIODeadline) -> Bool? {
        guard case .running(var running) = state, case .notStarted = running.answer else { return nil }
        let keepsAlive =
            isDelimited && running.body == .complete && running.head.keepsAlive && !isQuiescing
        running.answer = .started(keepsAlive: keepsAlive, progress: now)
        state = .running(running)
        return keepsAlive
    }

    /// The answer is complete and handed to the channel.
    ///
    /// - Parameters:
    ///   - isWritable: whether the channel takes more; if not, the next request waits for it.
    ///   - now: the time.
    /// - Returns: what ends the connection, when this was its last answer.
    mutating func endAnswer(isWritable: Bool, now: NIODeadline) -> Action {
        guard case .running(let running) = state, case .started(let keepsAlive, _) = running.answer else {
            return .none
        }
        guard keepsAlive else {
            waiting.removeAll()
            state = .closing(since: now, lingers: true)
            return .flush
        }
        state = isWritable ? .idle(since: now) : .flushing(since: now)
        return isWritable && isQuiescing ? quiesce(now: now) : .none
    }

    /// The answer broke off: once it has begun, ending the connection too soon is all that tells the client.
    mutating func breakAnswer(now: NIODeadline) -> Action {
        guard case .running(let running) = state else { return .none }
        guard case .notStarted = running.answer else { return close() }
        return refuse(.defect, running.head, now: now)
    }

    // MARK: From the channel

    /// The client has read enough that the channel takes more.
    mutating func becameWritable(now: NIODeadline) -> Action {
        switch state {
        case .running(var running):
            if case .started(let keepsAlive, _) = running.answer {
                running.answer = .started(keepsAlive: keepsAlive, progress: now)
                state = .running(running)
            }
            return .none
        case .flushing:
            state = .idle(since: now)
            return isQuiescing ? quiesce(now: now) : .none
        case .closing(_, let lingers):
            state = .closing(since: now, lingers: lingers)
            return .none
        case .idle, .receivingHead, .collecting, .lingering, .closed:
            return .none
        }
    }

    /// Everything that was written is with the client's kernel or on the way there.
    mutating func flushed(now: NIODeadline) -> Action {
        guard case .closing(_, let lingers) = state else { return .none }
        guard lingers, inputEnded == nil else { return close() }
        state = .lingering(since: now, lastInput: now, discarded: 0)
        return .closeOutput
    }

    /// The server is shutting down: the request in flight is the last.
    mutating func quiesce(now: NIODeadline) -> Action {
        isQuiescing = true
        switch state {
        case .idle, .receivingHead:
            waiting.removeAll()
            state = .closing(since: now, lingers: false)
            return .flush
        case .collecting, .running, .flushing, .closing, .lingering, .closed:
            return .none
        }
    }

    /// The connection is one too many.
    mutating func refuseConnection(_ error: APIError, now: NIODeadline) -> Action {
        state = .closing(since: now, lingers: true)
        return .refuse(error, nil)
    }

    /// The connection is gone.
    mutating func connectionClosed() -> Action {
        switch state {
        case .running: return close()
        case .idle, .receivingHead, .collecting, .flushing, .closing, .lingering, .closed:
            state = .closed
            return .none
        }
    }

    // MARK: From the clock

    /// When ``deadlinePassed(now:)`` is due.
    ///
    /// Inlined, since the whole machine would else be copied for it.
    @inline(__always)
    var deadline: NIODeadline? {
        switch state {
        case .idle(let since): since + limits.idle
        case .receivingHead(let since): since + limits.head
        case .collecting(_, _, let since): since + limits.body
        case .running(let running):
            switch running.answer {
            case .started(_, let progress): progress + limits.stall
            case .notStarted: min(answerDue(running), interimDue(running) ?? .distantFuture)
            }
        case .flushing(let since), .closing(let since, _): since + limits.stall
        case .lingering(let since, let lastInput, _): min(since + limits.linger, lastInput + limits.lingerSilence)
        case .closed: nil
        }
    }

    mutating func deadlinePassed(now: NIODeadline) -> Action {
        switch state {
        case .idle:
            state = .closing(since: now, lingers: false)
            return .flush
        case .receivingHead:
            state = .closing(since: now, lingers: true)
            return .refuse(.requestTimeout, nil)
        case .collecting(let head, _, _):
            state = .closing(since: now, lingers: true)
            return .refuse(.requestTimeout, head)
        case .running(let running):
            guard case .notStarted = running.answer else { return close() }
            if let due = interimDue(running), due < answerDue(running) { return sendInterim(running, now: now) }
            waiting.removeAll()
            state = .closing(since: now, lingers: true)
            return .cancelAndRefuse(
                running.body == .arriving ? .requestTimeout : .unavailable("The request took too long"),
                running.head
            )
        case .flushing, .closing, .lingering:
            return close()
        case .closed:
            return .none
        }
    }
}

extension HTTPConnectionStateMachine {
    private mutating func accept(_ input: Input, now: NIODeadline) -> Action {
        switch (state, input) {
        case (.idle, .head(let head)), (.receivingHead, .head(let head)):
            guard head.bodyLength != .bytes(0) else { return start(head, ByteBuffer(), now: now) }
            // A body that is large, or that the client sends only when asked, is not waited for: it may not be wanted.
            guard head.contentLength > limits.wholeBodyBytes || head.expectsContinue else {
                state = .collecting(head, ByteBuffer(), since: now)
                return .none
            }
            state = .running(Running(head: head, since: now, body: .arriving))
            return .startStreaming(head, body: ByteBuffer())
        case (.collecting(let head, var body, let since), .body(var part)):
            if body.readableBytes == 0 { swap(&body, &part) } else { body.writeBuffer(&part) }
            guard body.readableBytes > limits.wholeBodyBytes else {
                state = .collecting(head, body, since: since)
                return .none
            }
            state = .running(Running(head: head, since: since, body: .arriving))
            return .startStreaming(head, body: body)
        case (.collecting(let head, let body, _), .end):
            return start(head, body, now: now)
        case (.collecting(let head, _, _), .failure(let error, _)):
            return refuse(error, head, now: now)
        case (.collecting(let head, _, _), .endOfInput):
            return refuse(.incompleteBody, head, now: now)
        case (.idle, .failure(let error, let head)), (.receivingHead, .failure(let error, let head)):
            return refuse(error, head, now: now)
        case (.idle, .endOfInput), (.receivingHead, .endOfInput):
            // The last answer may still be on its way out.
            state = .closing(since: now, lingers: false)
            return .flush
        case (.idle, .body), (.idle, .end), (.receivingHead, .body), (.receivingHead, .end), (.collecting, .head),
            (.running, _), (.flushing, _), (.closing, _), (.lingering, _), (.closed, _):
            preconditionFailure(
                "BUG: the parser makes a head, its body and its end, and is asked only between requests"
            )
        }
    }

    private mutating func start(_ head: RequestHead, _ body: ByteBuffer, now: NIODeadline) -> Action {
        state = .running(Running(head: head, since: now, body: .complete))
        return .start(head, body: body)
    }

    private mutating func receive(_ input: Input, while running: Running) -> Action {
        var running = running
        switch (running.body, input) {
        case (.arriving, .body(let part)):
            return .deliver(part)
        case (.arriving, .end):
            running.body = .complete
            state = .running(running)
            return .finishBody
        case (.arriving, .failure(let error, _)):
            running.body = .failed
            state = .running(running)
            return .failBody(error)
        case (.arriving, .endOfInput):
            running.body = .failed
            state = .running(running)
            return .failBody(.incompleteBody)
        case (.arriving, .head), (.complete, _), (.failed, _):
            waiting.append(input)
            return .none
        }
    }

    private func answerDue(_ running: Running) -> NIODeadline {
        running.since + (running.body == .arriving ? limits.body : limits.request)
    }

    /// When to send the client the next interim response; `nil` when it gets none.
    private func interimDue(_ running: Running) -> NIODeadline? {
        guard let inputEnded, !running.head.isHTTP10 else { return nil }
        return running.nextInterim ?? max(inputEnded, running.since) + limits.interim
    }

    private mutating func sendInterim(_ running: Running, now: NIODeadline) -> Action {
        var running = running
        let elapsed = now - max(inputEnded ?? now, running.since)
        running.nextInterim = now + elapsed * 3
        state = .running(running)
        return .sendInterim
    }

    private mutating func refuse(_ error: APIError, _ head: RequestHead?, now: NIODeadline) -> Action {
        waiting.removeAll()
        state = .closing(since: now, lingers: true)
        return .refuse(error, head)
    }

    private mutating func close() -> Action {
        waiting.removeAll()
        defer { state = .closed }
        if case .running = state { return .cancelAndClose }
        return .close
    }
}
