import HTTPParsing
import NIOCore

@testable import TodoServer

/// A client, a request's task and a channel that do what they may do, in any order, and note what the machine gets wrong.
struct ConnectionScenario {
    private(set) var violations: [String] = []
    private var random: SplitMix
    private var machine = HTTPConnectionStateMachine(limits: HTTPLimits(), now: .uptimeNanoseconds(0))
    private var now = NIODeadline.uptimeNanoseconds(0)

    private var sent = 0
    private var started = 0
    private var ended = 0
    private var olderRequests: Set<Int> = []
    private var isSendingBody = false
    private var inputEnded: NIODeadline?
    private var runsSince = NIODeadline.uptimeNanoseconds(0)
    private var mayClientSend = true
    private var hasAnswerBegun = false
    private var awaitsFlush = false
    private var isClosed = false

    private var isRunning: Bool { started > ended }

    init(seed: UInt64) {
        random = SplitMix(state: seed)
    }

    mutating func play(events: Int) {
        for _ in 0..<events where !isClosed { step() }
        if !isClosed { perform(machine.connectionClosed()) }
        check(!isRunning, "a request has not ended")
        check(machine.deadline == nil, "a closed connection waits for something")
    }

    private mutating func step() {
        now = now + .milliseconds(Int64.random(in: 0...2000, using: &random))
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<45: clientSends()
        case 45..<56: if isRunning, !hasAnswerBegun { beginAnswer() }
        case 56..<70: if isRunning, hasAnswerBegun { endAnswer() }
        case 70..<78: perform(machine.becameWritable(now: now))
        case 78..<85: if awaitsFlush { flush() }
        case 85: perform(machine.quiesce(now: now))
        case 86: fail()
        case 87..<89: endInput()
        case 89: if isRunning { breakAnswer() }
        case 90..<97: if let deadline = machine.deadline, deadline <= now { perform(machine.deadlinePassed(now: now)) }
        case 97..<99: machine.receivedPartOfHead(now: now)
        default: perform(machine.connectionClosed(), isClosedAlready: true)
        }
    }

    private mutating func clientSends() {
        guard mayClientSend else { return }
        if !isSendingBody {
            sent += 1
            let length = [0, 5, 100_000].randomElement(using: &random) ?? 0
            let isOlder = Int.random(in: 0..<4, using: &random) == 0
            if isOlder { olderRequests.insert(sent) }
            let head = RequestHead.of(
                "POST",
                "/\(sent)",
                version: isOlder ? "HTTP/1.0" : "HTTP/1.1",
                ["Content-Length": "\(length)", "Connection": "keep-alive"]
            )
            isSendingBody = length > 0
            perform(machine.receive(.head(head), now: now))
        } else if Bool.random(using: &random) {
            perform(machine.receive(.body(ByteBuffer(string: "12345")), now: now))
        } else {
            isSendingBody = false
            perform(machine.receive(.end, now: now))
        }
    }

    private mutating func fail() {
        guard mayClientSend else { return }
        mayClientSend = false
        perform(machine.receive(.failure(APIError(.malformedHead), nil), now: now))
    }

    private mutating func endInput() {
        guard mayClientSend else { return }
        mayClientSend = false
        inputEnded = now
        perform(machine.receive(.endOfInput, now: now))
    }

    private mutating func beginAnswer() {
        hasAnswerBegun = machine.startAnswer(isDelimited: Bool.random(using: &random), now: now) != nil
        check(hasAnswerBegun, "a running request may not answer")
    }

    private mutating func endAnswer() {
        ended += 1
        hasAnswerBegun = false
        perform(machine.endAnswer(isWritable: Bool.random(using: &random), now: now))
    }

    private mutating func breakAnswer() {
        if !hasAnswerBegun { ended += 1 }
        perform(machine.breakAnswer(now: now))
    }

    private mutating func flush() {
        awaitsFlush = false
        perform(machine.flushed(now: now))
    }

    private mutating func perform(_ action: HTTPConnectionStateMachine.Action, isClosedAlready: Bool = false) {
        var action: HTTPConnectionStateMachine.Action? = action
        while let current = action {
            performOne(current)
            action = machine.next(now: now)
        }
        if isClosedAlready { isClosed = true }
    }

    private mutating func performOne(_ action: HTTPConnectionStateMachine.Action) {
        switch action {
        case .none, .closeOutput:
            break
        case .start(let head, _), .startStreaming(let head, _):
            check(!isRunning, "two requests run at once")
            started += 1
            runsSince = now
            hasAnswerBegun = false
            check(head.target == "/\(started)", "requests run out of order")
        case .deliver, .finishBody, .failBody:
            check(isRunning, "a body for no request")
        case .sendInterim:
            check(isRunning && !hasAnswerBegun, "an interim response for no request, or amid an answer")
            check(!olderRequests.contains(started), "an interim response for HTTP/1.0")
            let since = max(inputEnded ?? .distantFuture, runsSince)
            check(now >= since + HTTPLimits().interim, "an interim response too soon, or while the client may send")
        case .refuse, .flush:
            check(!isRunning, "a request runs beside the last answer")
            check(!awaitsFlush, "two last answers")
            awaitsFlush = true
        case .cancelAndRefuse:
            check(isRunning && !hasAnswerBegun, "nothing to cancel, or too late to refuse")
            ended += 1
            awaitsFlush = true
        case .cancelAndClose:
            check(isRunning, "nothing to cancel")
            ended += 1
            isClosed = true
        case .close:
            check(!isRunning, "a request is forgotten")
            isClosed = true
        }
    }

    private mutating func check(_ isFine: Bool, _ violation: String) {
        if !isFine { violations.append(violation) }
    }
}

private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
