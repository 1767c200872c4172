import CustomDump
import NIOCore
import NIOHTTP1
import Testing

@testable import TodoServer

@Suite struct ConnectionStateMachineTests {
    private typealias Action = ConnectionStateMachine.Action

    private static let limits = HTTPLimits()
    private static let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)
    private var machine = ConnectionStateMachine(limits: limits, now: start)
    private let now = start

    private static func head(
        _ method: HTTPMethod = .GET,
        _ uri: String = "/",
        version: HTTPVersion = .http1_1,
        _ fields: HTTPHeaders = [:]
    ) -> HTTPRequestHead {
        HTTPRequestHead(version: version, method: method, uri: uri, headers: fields)
    }

    /// Brings the machine to where a request runs whose body is complete.
    private mutating func run(_ head: HTTPRequestHead = head()) {
        #expect(machine.receive(.head(head), now: now) == .none)
        #expect(machine.receive(.end, now: now) == .start(head, body: ByteBuffer()))
    }

    // MARK: Requests

    @Test mutating func aRequestStartsWhenItIsComplete() {
        let head = Self.head(.POST, "/", ["Content-Length": "2"])
        #expect(machine.receive(.head(head), now: now) == .none)
        #expect(machine.receive(.body(ByteBuffer(string: "{")), now: now) == .none)
        #expect(machine.receive(.body(ByteBuffer(string: "}")), now: now) == .none)
        #expect(machine.receive(.end, now: now) == .start(head, body: ByteBuffer(string: "{}")))
    }

    @Test mutating func aRequestWithALargeBodyStartsAtOnce() {
        let head = Self.head(.POST, "/", ["Content-Length": "\(Self.limits.wholeBodyBytes + 1)"])
        #expect(machine.receive(.head(head), now: now) == .startStreaming(head, body: ByteBuffer()))
        let part = ByteBuffer(string: "part")
        #expect(machine.receive(.body(part), now: now) == .deliver(part))
        #expect(machine.receive(.end, now: now) == .finishBody)
        #expect(machine.startAnswer(isDelimited: true, now: now) == true)
    }

    @Test mutating func aBodyThatGrowsLargeIsHandedOverAsItComes() {
        let head = Self.head(.POST, "/", ["Transfer-Encoding": "chunked"])
        let whole = ByteBuffer(repeating: 0x20, count: Self.limits.wholeBodyBytes)
        #expect(machine.receive(.head(head), now: now) == .none)
        #expect(machine.receive(.body(whole), now: now) == .none)
        var more = whole
        more.writeString("x")
        #expect(machine.receive(.body(ByteBuffer(string: "x")), now: now) == .startStreaming(head, body: more))
    }

    @Test mutating func aRequestThatWaitsForContinueStartsAtOnce() {
        let head = Self.head(.POST, "/", ["Content-Length": "2", "Expect": "100-Continue"])
        #expect(machine.receive(.head(head), now: now) == .startStreaming(head, body: ByteBuffer()))
    }

    @Test mutating func laterRequestsWaitForTheirTurn() {
        run()
        #expect(machine.wantsInput)
        let second = Self.head(.GET, "/second")
        #expect(machine.receive(.head(second), now: now) == .none)
        #expect(!machine.wantsInput)
        #expect(machine.receive(.end, now: now) == .none)
        #expect(machine.next(now: now) == nil)
        #expect(machine.startAnswer(isDelimited: true, now: now) == true)
        #expect(machine.endAnswer(isWritable: true, now: now) == .none)
        #expect(machine.next(now: now) == Action.none)
        #expect(machine.next(now: now) == .start(second, body: ByteBuffer()))
        #expect(machine.next(now: now) == nil)
        #expect(machine.wantsInput)
    }

    @Test mutating func theBodyOfARequestThatHadToWaitIsDelivered() {
        run()
        let large = Self.head(.POST, "/large", ["Content-Length": "1000000"])
        let part = ByteBuffer(string: "part")
        for input in [.head(large), .body(part)] as [ConnectionStateMachine.Input] {
            #expect(machine.receive(input, now: now) == .none)
        }
        _ = machine.startAnswer(isDelimited: true, now: now)
        _ = machine.endAnswer(isWritable: true, now: now)
        #expect(machine.next(now: now) == .startStreaming(large, body: ByteBuffer()))
        #expect(machine.receive(.end, now: now) == .none)
        #expect(machine.next(now: now) == .deliver(part))
        #expect(machine.next(now: now) == .finishBody)
        #expect(machine.next(now: now) == nil)
    }

    @Test mutating func theNextRequestWaitsUntilTheClientHasRead() {
        run()
        _ = machine.receive(.head(Self.head()), now: now)
        _ = machine.startAnswer(isDelimited: true, now: now)
        #expect(machine.endAnswer(isWritable: false, now: now) == .none)
        #expect(machine.next(now: now) == nil)
        #expect(machine.becameWritable(now: now) == .none)
        #expect(machine.next(now: now) == Action.none)
    }

    // MARK: The last answer

    @Test(arguments: [
        head(.GET, "/", ["Connection": "close"]), head(.GET, "/", version: .http1_0), head(.CONNECT, "a:1"),
        head(.GET, "/", ["Upgrade": "h2c"]), head(.RAW(value: "FOO")),
    ])
    mutating func someRequestsAreTheLast(head: HTTPRequestHead) {
        run(head)
        #expect(machine.startAnswer(isDelimited: true, now: now) == false)
        #expect(machine.endAnswer(isWritable: true, now: now) == .flush)
        #expect(machine.flushed(now: now) == .closeOutput)
        #expect(machine.receive(.endOfInput, now: now) == .close)
    }

    @Test mutating func anAnswerThatOnlyTheEndDelimitsIsTheLast() {
        run()
        #expect(machine.startAnswer(isDelimited: false, now: now) == false)
    }

    @Test mutating func anAnswerBeforeTheBodyIsTheLastAndTheRestIsThrownAway() {
        var limits = Self.limits
        limits.lingerBytes = 10
        machine = ConnectionStateMachine(limits: limits, now: now)
        _ = machine.receive(.head(Self.head(.POST, "/", ["Content-Length": "1000000"])), now: now)
        #expect(machine.startAnswer(isDelimited: true, now: now) == false)
        #expect(machine.endAnswer(isWritable: true, now: now) == .flush)
        #expect(machine.receive(.body(ByteBuffer(string: "early")), now: now) == .none)
        #expect(machine.flushed(now: now) == .closeOutput)
        #expect(machine.wantsInput)
        #expect(machine.receive(.body(ByteBuffer(string: "0123456789")), now: now) == .none)
        #expect(machine.receive(.body(ByteBuffer(string: "x")), now: now) == .close)
    }

    @Test mutating func afterTheClientsLastRequestTheConnectionEnds() {
        run()
        #expect(machine.receive(.endOfInput, now: now) == .none)
        _ = machine.startAnswer(isDelimited: true, now: now)
        #expect(machine.endAnswer(isWritable: true, now: now) == .none)
        #expect(machine.next(now: now) == .flush)
        #expect(machine.flushed(now: now) == .close)
    }

    // MARK: What goes wrong

    @Test mutating func whatCannotBeReadIsRefusedAfterWhatCould() {
        run()
        #expect(machine.receive(.failure(.malformedHead, nil), now: now) == .none)
        _ = machine.startAnswer(isDelimited: true, now: now)
        #expect(machine.endAnswer(isWritable: true, now: now) == .none)
        #expect(machine.next(now: now) == .refuse(.malformedHead, nil))
        #expect(machine.flushed(now: now) == .closeOutput)
    }

    @Test mutating func aBodyThatCannotBeReadFailsTheRequest() {
        _ = machine.receive(.head(Self.head(.POST, "/", ["Content-Length": "1000000"])), now: now)
        #expect(machine.receive(.failure(.malformedHead, nil), now: now) == .failBody(.malformedHead))
        #expect(machine.startAnswer(isDelimited: true, now: now) == false)
    }

    @Test mutating func anAnswerThatBreaksOffEndsTheConnection() {
        run()
        _ = machine.startAnswer(isDelimited: true, now: now)
        #expect(machine.breakAnswer(now: now) == .cancelAndClose)
    }

    @Test mutating func anAnswerThatNeverBeganIsADefect() {
        run()
        #expect(machine.breakAnswer(now: now) == .refuse(.defect, Self.head()))
    }

    @Test mutating func aConnectionThatGoesAwayCancelsItsRequest() {
        run()
        #expect(machine.connectionClosed() == .cancelAndClose)
        #expect(machine.startAnswer(isDelimited: true, now: now) == nil)
    }

    // MARK: Shutting down

    @Test mutating func anIdleConnectionEndsWhenTheServerDoes() {
        #expect(machine.quiesce(now: now) == .flush)
        #expect(machine.flushed(now: now) == .close)
    }

    @Test mutating func theRequestInFlightIsTheLastWhenTheServerShutsDown() {
        run()
        #expect(machine.quiesce(now: now) == .none)
        #expect(machine.startAnswer(isDelimited: true, now: now) == false)
        #expect(machine.endAnswer(isWritable: true, now: now) == .flush)
    }

    @Test mutating func anAnswerThatHasBegunIsFinishedWhenTheServerShutsDown() {
        run()
        #expect(machine.startAnswer(isDelimited: true, now: now) == true)
        #expect(machine.quiesce(now: now) == .none)
        #expect(machine.endAnswer(isWritable: true, now: now) == .flush)
        #expect(machine.flushed(now: now) == .close)
    }

    // MARK: Deadlines

    @Test mutating func eachStateHasItsDeadline() {
        let limits = Self.limits
        #expect(machine.deadline == now + limits.idle)
        machine.receivedPartOfHead(now: now)
        #expect(machine.deadline == now + limits.head)
        _ = machine.receive(.head(Self.head(.POST)), now: now)
        #expect(machine.deadline == now + limits.body)
        _ = machine.receive(.end, now: now + .seconds(1))
        #expect(machine.deadline == now + .seconds(1) + limits.request)
        _ = machine.startAnswer(isDelimited: true, now: now + .seconds(2))
        #expect(machine.deadline == now + .seconds(2) + limits.stall)
        _ = machine.becameWritable(now: now + .seconds(3))
        #expect(machine.deadline == now + .seconds(3) + limits.stall)
        _ = machine.endAnswer(isWritable: true, now: now + .seconds(4))
        #expect(machine.deadline == now + .seconds(4) + limits.idle)
    }

    @Test mutating func lateRequestsAreAnswered() {
        run()
        let late = APIError.unavailable("The request took too long")
        #expect(machine.deadlinePassed(now: now) == .cancelAndRefuse(late, Self.head()))
        #expect(machine.startAnswer(isDelimited: true, now: now) == nil)
        #expect(machine.flushed(now: now) == .closeOutput)
        #expect(machine.deadline == now + Self.limits.lingerSilence)
        #expect(machine.deadlinePassed(now: now) == .close)
        #expect(machine.deadline == nil)
    }

    @Test mutating func aStalledAnswerEndsTheConnection() {
        run()
        _ = machine.startAnswer(isDelimited: true, now: now)
        #expect(machine.deadlinePassed(now: now) == .cancelAndClose)
    }

    @Test mutating func aClientThatKeepsSendingIsNotListenedToForever() {
        run(Self.head(.GET, "/", ["Connection": "close"]))
        _ = machine.startAnswer(isDelimited: true, now: now)
        _ = machine.endAnswer(isWritable: true, now: now)
        _ = machine.flushed(now: now)
        for second in 1...29 { _ = machine.discard(1, now: now + .seconds(Int64(second))) }
        #expect(machine.deadline == now + Self.limits.linger)
    }

    // MARK: Any order of events

    @Test(arguments: 0..<500)
    func everyRequestEndsExactlyOnceWhateverHappens(seed: UInt64) {
        var scenario = ConnectionScenario(seed: seed)
        scenario.play(events: 200)
        #expect(scenario.violations == [])
    }
}

/// A client, a request's task and a channel that do what they may do, in any order, and note what the machine gets wrong.
private struct ConnectionScenario {
    private(set) var violations: [String] = []
    private var random: SplitMix
    private var machine = ConnectionStateMachine(limits: HTTPLimits(), now: .uptimeNanoseconds(0))
    private var now = NIODeadline.uptimeNanoseconds(0)

    private var sent = 0
    private var started = 0
    private var ended = 0
    private var isSendingBody = false
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
        case 45..<60: if isRunning, !hasAnswerBegun { beginAnswer() }
        case 60..<75: if isRunning, hasAnswerBegun { endAnswer() }
        case 75..<85: perform(machine.becameWritable(now: now))
        case 85..<92: if awaitsFlush { flush() }
        case 92: perform(machine.quiesce(now: now))
        case 93: fail()
        case 94: if isRunning { breakAnswer() }
        case 95..<97: if let deadline = machine.deadline, deadline <= now { perform(machine.deadlinePassed(now: now)) }
        case 97: machine.receivedPartOfHead(now: now)
        default: perform(machine.connectionClosed(), isClosedAlready: true)
        }
    }

    private mutating func clientSends() {
        guard mayClientSend else { return }
        if !isSendingBody {
            sent += 1
            let length = [0, 5, 100_000].randomElement(using: &random) ?? 0
            let head = HTTPRequestHead(
                version: .http1_1,
                method: .POST,
                uri: "/\(sent)",
                headers: ["Content-Length": "\(length)"]
            )
            isSendingBody = true
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
        let isEnd = !isSendingBody && Bool.random(using: &random)
        perform(machine.receive(isEnd ? .endOfInput : .failure(.malformedHead, nil), now: now))
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

    private mutating func perform(_ action: ConnectionStateMachine.Action, isClosedAlready: Bool = false) {
        var action: ConnectionStateMachine.Action? = action
        while let current = action {
            performOne(current)
            action = machine.next(now: now)
        }
        if isClosedAlready { isClosed = true }
    }

    private mutating func performOne(_ action: ConnectionStateMachine.Action) {
        switch action {
        case .none, .closeOutput:
            break
        case .start(let head, _), .startStreaming(let head, _):
            check(!isRunning, "two requests run at once")
            started += 1
            hasAnswerBegun = false
            check(head.uri == "/\(started)", "requests run out of order")
        case .deliver, .finishBody, .failBody:
            check(isRunning, "a body for no request")
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
