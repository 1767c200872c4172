import HTTPParsing
import NIOCore

/// Drives one connection: hands what a parser makes of its bytes to a ``HTTPConnectionStateMachine`` and does what it says.
///
/// A request's task runs on the connection's event loop, so that everything here is touched on one thread.
final class HTTPConnectionHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = Never
    typealias OutboundOut = ByteBuffer
    private typealias Action = HTTPConnectionStateMachine.Action

    private let responder: EdgeResponder
    private let executor: LoopExecutor
    private let date: HTTPDate
    private let limits: HTTPLimits
    private let refusal: APIError?

    private var parser: RequestParser
    private var machine: HTTPConnectionStateMachine
    private var context: ChannelHandlerContext?
    private var socket: ConnectionSocket?
    private var task: Task<Void, Never>?
    private var body: RequestBodyStream?
    private var awaitsContinue = false
    /// A `read` that was asked for while nothing more was wanted.
    private var isReadHeld = false
    /// Whether the channel takes more.
    private var isWritable = true
    /// The request's task, waiting until the client has read more.
    private var writer: CheckedContinuation<Void, any Error>?
    private var timer = ConnectionTimer()

    /// - Parameters:
    ///   - responder: answers.
    ///   - executor: runs tasks on the connection's event loop.
    ///   - date: the event loop's.
    ///   - limits: the bounds to hold the connection to.
    ///   - refusal: what to answer the connection with when it is one too many.
    init(
        responder: EdgeResponder,
        executor: LoopExecutor,
        date: HTTPDate,
        limits: HTTPLimits,
        refusal: APIError?
    ) {
        self.responder = responder
        self.executor = executor
        self.date = date
        self.limits = limits
        self.refusal = refusal
        parser = RequestParser(limits: limits.parser)
        machine = HTTPConnectionStateMachine(limits: limits, now: .now())
    }

    // MARK: Events of the channel

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        socket = ConnectionSocket(context.channel)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        socket = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        if let refusal {
            let now = NIODeadline.now()
            perform(machine.refuseConnection(refusal, now: now), now)
        } else {
            armTimer()
        }
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        let now = NIODeadline.now()
        guard !parser.hasFailed else { return act(machine.discard(bytes.readableBytes, now: now), now) }
        parser.receive(bytes)
        do throws(RequestFault) {
            while let part = try parser.next() {
                switch consume part {
                case .head(let head): receive(head.hasProperHost ? .head(head) : .failure(.improperHost, head), now)
                case .body(let buffer): receive(.body(buffer), now)
                case .end: receive(.end, now)
                }
            }
        } catch {
            receive(.failure(APIError(error), nil), now)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        settle(.now())
        // What is asked for here need not come through the pipeline.
        read(context: context)
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        if machine.wantsInput, body?.isFull != true {
            context.read()
        } else {
            isReadHeld = true
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        isWritable = context.channel.isWritable
        if isWritable {
            let now = NIODeadline.now()
            perform(machine.becameWritable(now: now), now)
            takeWriter()?.resume()
        }
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        let now = NIODeadline.now()
        switch event {
        case ChannelEvent.inputClosed:
            if parser.isWithinHead { receive(.failure(.incompleteHead, nil), now) }
            receive(.endOfInput, now)
            settle(now)
        case is ChannelShouldQuiesceEvent:
            // What is not registered by now never is, for the listener is closed: nothing would be flushed.
            if context.channel.isActive { perform(machine.quiesce(now: now), now) } else { context.close(promise: nil) }
        default: break
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Reset by the client, or the like: the channel closes by itself, or is of no more use.
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        perform(machine.connectionClosed(), .now())
        timer.cancel()
        takeWriter()?.resume(throwing: ChannelError.alreadyClosed)
        context.fireChannelInactive()
    }

    // MARK: From the request's task

    /// Sends an answer that is whole; false when it comes too late to be sent.
    func sendAnswer(_ response: consuming Response, to request: RequestHead) -> Bool {
        let now = NIODeadline.now()
        guard let action = writeAnswer(&response, to: request, now) else { return false }
        perform(action, now)
        return true
    }

    /// Writes an answer that is whole, in one write; `nil` when it comes too late to be sent.
    private func writeAnswer(_ response: inout Response, to request: RequestHead, _ now: NIODeadline) -> Action? {
        guard endHead(&response.head, .length, to: request, now) else { return nil }
        let body = response.body.whole
        guard body.readableBytes <= Self.mostBytesToCopy else {
            write(ByteBuffer(bytes: response.head.bytes))
            return writeLast(body, now)
        }
        response.head.append(body)
        let sent = response.head.bytes.withUnsafeBytes { socket?.send($0) ?? 0 }
        let rest = response.head.bytes[sent...]
        return rest.isEmpty ? endAnswer(now) : writeLast(ByteBuffer(bytes: rest), now)
    }

    /// The largest body that is put behind its head, for which the kernel would else be given two pieces of memory.
    private static let mostBytesToCopy = 4096

    /// Ends a response's head with what is the connection's own; false when the response comes too late to be sent.
    func endHead(
        _ head: inout ResponseHead,
        _ framing: BodyFraming,
        to request: RequestHead,
        _ now: NIODeadline
    ) -> Bool {
        guard let keepsAlive = machine.startAnswer(isDelimited: framing != .untilClose, now: now) else { return false }
        awaitsContinue = false
        let connection: StaticString? = !keepsAlive ? Self.close : request.isHTTP10 ? "Connection: keep-alive\r\n" : nil
        head.end(framing, connection: connection, date: date.headerLine(now: now))
        return true
    }

    private static let close: StaticString = "Connection: close\r\n"

    /// Writes a part of a response that goes out with the next.
    func write(_ bytes: ByteBuffer) {
        socket?.channelIsUsed()
        context?.write(wrapOutboundOut(bytes), promise: nil)
    }

    private func writeAndFlush(_ bytes: ByteBuffer) {
        socket?.channelIsUsed()
        context?.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
    }

    /// Writes a part of a response and waits until the client has read enough.
    func send(_ bytes: ByteBuffer) async throws {
        guard let context, context.channel.isActive else { throw ChannelError.alreadyClosed }
        writeAndFlush(bytes)
        if isWritable {
            let now = NIODeadline.now()
            perform(machine.becameWritable(now: now), now)
        } else if context.channel.isActive {
            try await withCheckedThrowingContinuation { writer = $0 }
        }
    }

    /// Sends the last part of a response.
    func sendLast(_ bytes: ByteBuffer, _ now: NIODeadline) {
        perform(writeLast(bytes, now), now)
    }

    private func writeLast(_ bytes: ByteBuffer, _ now: NIODeadline) -> Action {
        writeAndFlush(bytes)
        return endAnswer(now)
    }

    private func endAnswer(_ now: NIODeadline) -> Action {
        endRequest()
        return machine.endAnswer(isWritable: isWritable, now: now)
    }

    /// The body stream's reader waits for more.
    private func bodyIsWanted() {
        if awaitsContinue {
            awaitsContinue = false
            sendContinue()
        }
        releaseRead()
    }

    // MARK: Doing what the state machine says

    private func receive(_ input: HTTPConnectionStateMachine.Input, _ now: NIODeadline) {
        act(machine.receive(input, now: now), now)
    }

    private func perform(_ action: Action, _ now: NIODeadline) {
        act(action, now)
        settle(now)
    }

    /// Does the action, then whatever waited for it; ``settle(_:)`` is to follow.
    private func act(_ action: consuming Action, _ now: NIODeadline) {
        while let following = performOne(action, now) ?? machine.next(now: now) { action = following }
    }

    /// Sees to what every state asks for.
    private func settle(_ now: @autoclosure () -> NIODeadline) {
        if parser.isWithinHead { machine.receivedPartOfHead(now: now()) }
        armTimer()
        releaseRead()
    }

    private func releaseRead() {
        guard isReadHeld, machine.wantsInput, body?.isFull != true, let context else { return }
        isReadHeld = false
        context.read()
    }

    /// - Returns: what it led to at once.
    private func performOne(_ action: consuming Action, _ now: NIODeadline) -> Action? {
        guard let context else { return nil }
        switch consume action {
        case .none:
            break
        case .start(let head, let body):
            return start(head, .whole(body), context, now)
        case .startStreaming(let head, let buffer):
            let stream = makeBody(context)
            if buffer.readableBytes > 0 { stream.yield(buffer) }
            body = stream
            awaitsContinue = head.expectsContinue
            return start(head, .arriving(stream), context, now)
        case .deliver(let buffer):
            body?.yield(buffer)
        case .finishBody:
            body?.finish()
            body = nil
        case .failBody(let error):
            body?.finish(throwing: error)
            body = nil
        case .sendInterim:
            sendContinue()
        case .refuse(let error, let head):
            refuse(error, head, context, now)
        case .cancelAndRefuse(let error, let head):
            task?.cancel()
            endRequest()
            refuse(error, head, context, now)
        case .flush:
            flush(context)
        case .closeOutput:
            context.close(mode: .output, promise: nil)
        case .close:
            context.close(promise: nil)
        case .cancelAndClose:
            task?.cancel()
            endRequest()
            context.close(promise: nil)
        }
        return nil
    }

    /// Answers the request, or has a task do so where that needs waiting.
    private func start(
        _ head: RequestHead,
        _ body: RequestBody,
        _ context: ChannelHandlerContext,
        _ now: NIODeadline
    ) -> Action? {
        let request = Request(head, body, among: responder.routes)
        var handling: Handling? = responder.handle(request)
        // While a body arrives, what has come of it is read first: the connection can be kept if that is all.
        if case .whole = body, case .answered(var response) = handling {
            // So that nobody else has the answer, and what it lacks is added in place.
            handling = nil
            let following = writeAnswer(&response, to: head, now)
            responder.ended(Exchange(request, status: response.head.status, isAnswered: following != nil, since: now))
            return following ?? machine.breakAnswer(now: now)
        }
        let connection = NIOLoopBound(self, eventLoop: context.eventLoop)
        let run = RequestRun(request: request, started: now, responder: responder, connection: connection)
        task = Task(executorPreference: executor) { [handling] in if let handling { await run(handling) } }
        return nil
    }

    /// The answer broke off, or its body ended without being finished.
    func breakAnswer() {
        let now = NIODeadline.now()
        perform(machine.breakAnswer(now: now), now)
    }

    private func endRequest() {
        task = nil
        body?.finish(throwing: CancellationError())
        body = nil
        awaitsContinue = false
    }

    private func sendContinue() { writeAndFlush(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n")) }

    private func refuse(_ error: APIError, _ head: RequestHead?, _ context: ChannelHandlerContext, _ now: NIODeadline) {
        var response = responder.refuse(error, head, parser.fragment)
        response.head.end(.length, connection: Self.close, date: date.headerLine(now: now))
        var bytes = ByteBuffer(bytes: response.head.bytes)
        bytes.writeImmutableBuffer(response.body.whole)
        write(bytes)
        flush(context)
    }

    /// Reports to the state machine once everything is written.
    private func flush(_ context: ChannelHandlerContext) {
        let this = NIOLoopBound(self, eventLoop: context.eventLoop)
        context.writeAndFlush(wrapOutboundOut(ByteBuffer())).whenSuccess {
            let handler = this.value
            let now = NIODeadline.now()
            handler.perform(handler.machine.flushed(now: now), now)
        }
    }

    private func makeBody(_ context: ChannelHandlerContext) -> RequestBodyStream {
        let loop = context.eventLoop
        let this = NIOLoopBound(self, eventLoop: loop)
        return RequestBodyStream(bufferLimit: limits.bodyBufferBytes) {
            if loop.inEventLoop { this.value.bodyIsWanted() } else { loop.execute { this.value.bodyIsWanted() } }
        }
    }

    private func takeWriter() -> CheckedContinuation<Void, any Error>? {
        defer { writer = nil }
        return writer
    }

    // MARK: The clock

    /// Sees to it that the timer fires no later than the state machine's deadline.
    private func armTimer() {
        guard let context, let deadline = machine.deadline, !timer.fires(by: deadline) else { return }
        let this = NIOLoopBound(self, eventLoop: context.eventLoop)
        timer.arm(deadline, on: context.eventLoop) { this.value.timerFired() }
    }

    private func timerFired() {
        timer.hasFired()
        let now = NIODeadline.now()
        if let deadline = machine.deadline, deadline <= now {
            perform(machine.deadlinePassed(now: now), now)
        } else {
            armTimer()
        }
    }
}
