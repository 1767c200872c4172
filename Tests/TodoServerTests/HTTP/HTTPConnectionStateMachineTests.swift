import CustomDump
import HTTPParsing
import NIOCore
import Testing

@testable import TodoServer

@Suite struct HTTPConnectionStateMachineTests {
    private typealias Action = HTTPConnectionStateMachine.Action

    private static let limits = HTTPLimits()
    private static let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)
    private var machine = HTTPConnectionStateMachine(limits: limits, now: start)
    private let now = start

    private static func head(
        _ method: String = "GET",
        _ target: String = "/",
        version: String = "HTTP/1.1",
        _ fields: KeyValuePairs<String, String> = [:]
    ) -> RequestHead {
        RequestHead.of(method, target, version: version, fields)
    }

    /// Brings the machine to where a request runs whose body is complete.
    private mutating func run(_ head: RequestHead = head()) {
        #expect(machine.receive(.head(head), now: now) == .start(head, body: ByteBuffer()))
    }

    // MARK: Requests

    @Test mutating func aRequestStartsWhenItIsComplete() {
        let head = Self.head("POST", "/", ["Content-Length": "2"])
        #expect(machine.receive(.head(head), now: now) == .none)
        #expect(machine.receive(.body(ByteBuffer(string: "{")), now: now) == .none)
        #expect(machine.receive(.body(ByteBuffer(string: "}")), now: now) == .none)
        #expect(machine.receive(.end, now: now) == .start(head, body: ByteBuffer(string: "{}")))
    }

    @Test mutating func aRequestWithALargeBodyStartsAtOnce() {
        let head = Self.head("POST", "/", ["Content-Length": "\(Self.limits.wholeBodyBytes + 1)"])
        #expect(machine.receive(.head(head), now: now) == .startStreaming(head, body: ByteBuffer()))
        let part = ByteBuffer(string: "part")
        #expect(machine.receive(.body(part), now: now) == .deliver(part))
        #expect(machine.receive(.end, now: now) == .finishBody)
        #expect(machine.startAnswer(isDelimited: true, now: now) == true)
    }

    @Test mutating func aBodyThatGrowsLargeIsHandedOverAsItComes() {
        let head = Self.head("POST", "/", ["Transfer-Encoding": "chunked"])
        let whole = ByteBuffer(repeating: 0x20, count: Self.limits.wholeBodyBytes)
        #expect(machine.receive(.head(head), now: now) == .none)
        #expect(machine.receive(.body(whole), now: now) == .none)
        var more = whole
        more.writeString("x")
        #expect(machine.receive(.body(ByteBuffer(string: "x")), now: now) == .startStreaming(head, body: more))
    }

    @Test mutating func aRequestThatWaitsForContinueStartsAtOnce() {
        let head = Self.head("POST", "/", ["Content-Length": "2", "Expect": "100-Continue"])
        #expect(machine.receive(.head(head), now: now) == .startStreaming(head, body: ByteBuffer()))
    }

    @Test mutating func laterRequestsWaitForTheirTurn() {
        run()
        #expect(machine.wantsInput)
        let second = Self.head("GET", "/second")
        #expect(machine.receive(.head(second), now: now) == .none)
        #expect(!machine.wantsInput)
        #expect(machine.next(now: now) == nil)
        #expect(machine.startAnswer(isDelimited: true, now: now) == true)
        #expect(machine.endAnswer(isWritable: true, now: now) == .none)
        #expect(machine.next(now: now) == .start(second, body: ByteBuffer()))
        #expect(machine.next(now: now) == nil)
        #expect(machine.wantsInput)
    }

    @Test mutating func theBodyOfARequestThatHadToWaitIsDelivered() {
        run()
        let large = Self.head("POST", "/large", ["Content-Length": "1000000"])
        let part = ByteBuffer(string: "part")
        for input in [.head(large), .body(part)] as [HTTPConnectionStateMachine.Input] {
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
        #expect(machine.next(now: now) == .start(Self.head(), body: ByteBuffer()))
    }

    // MARK: The last answer

    @Test(arguments: [
        head("GET", "/", ["Connection": "close"]), head("GET", "/", version: "HTTP/1.0"), head("CONNECT", "a:1"),
    ])
    mutating func aRequestAfterWhichTheConnectionEndsIsTheLast(head: RequestHead) {
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
        machine = HTTPConnectionStateMachine(limits: limits, now: now)
        _ = machine.receive(.head(Self.head("POST", "/", ["Content-Length": "1000000"])), now: now)
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

    // MARK: A client that sends no more

    @Test mutating func whetherTheClientIsStillThereIsFoundOutAtGrowingIntervals() {
        run()
        #expect(machine.receive(.endOfInput, now: now) == .none)
        var sent: [TimeAmount] = []
        for _ in 0..<4 {
            let deadline = machine.deadline ?? now
            #expect(machine.deadlinePassed(now: deadline) == .sendInterim)
            sent.append(deadline - now)
        }
        #expect(sent == [.milliseconds(250), .seconds(1), .seconds(4), .seconds(16)])
        #expect(machine.deadline == now + Self.limits.request)
        let late = APIError.unavailable("The request took too long")
        #expect(machine.deadlinePassed(now: now + Self.limits.request) == .cancelAndRefuse(late, Self.head()))
    }

    @Test mutating func theEndOfInputAfterAWhileIsWhatCounts() {
        run()
        #expect(machine.receive(.endOfInput, now: now + .seconds(5)) == .none)
        #expect(machine.deadline == now + .seconds(5) + Self.limits.interim)
    }

    @Test mutating func aRequestThatHadToWaitHasItsOwnTime() {
        run()
        for input in [.head(Self.head()), .endOfInput] as [HTTPConnectionStateMachine.Input] {
            #expect(machine.receive(input, now: now) == .none)
        }
        #expect(machine.deadline == now + Self.limits.interim)
        #expect(machine.deadlinePassed(now: now + Self.limits.interim) == .sendInterim)
        let later = now + .seconds(3)
        #expect(machine.startAnswer(isDelimited: true, now: later) == true)
        #expect(machine.endAnswer(isWritable: true, now: later) == .none)
        #expect(machine.next(now: later) == .start(Self.head(), body: ByteBuffer()))
        #expect(machine.deadline == later + Self.limits.interim)
    }

    @Test mutating func anAnswerThatHasBegunIsNotInterrupted() {
        run()
        #expect(machine.receive(.endOfInput, now: now) == .none)
        #expect(machine.startAnswer(isDelimited: true, now: now) == true)
        #expect(machine.deadline == now + Self.limits.stall)
    }

    @Test(arguments: [[:], ["Connection": "keep-alive"]] as [KeyValuePairs<String, String>])
    mutating func http10KnowsNoInterimResponses(fields: KeyValuePairs<String, String>) {
        run(Self.head("GET", "/", version: "HTTP/1.0", fields))
        #expect(machine.receive(.endOfInput, now: now) == .none)
        #expect(machine.deadline == now + Self.limits.request)
    }

    // MARK: What goes wrong

    @Test mutating func whatCannotBeReadIsRefusedAfterWhatCould() {
        run()
        #expect(machine.receive(.failure(APIError(.malformedHead), nil), now: now) == .none)
        _ = machine.startAnswer(isDelimited: true, now: now)
        #expect(machine.endAnswer(isWritable: true, now: now) == .none)
        #expect(machine.next(now: now) == .refuse(APIError(.malformedHead), nil))
        #expect(machine.flushed(now: now) == .closeOutput)
    }

    @Test mutating func aBodyThatCannotBeReadFailsTheRequest() {
        _ = machine.receive(.head(Self.head("POST", "/", ["Content-Length": "1000000"])), now: now)
        let failure = HTTPConnectionStateMachine.Input.failure(APIError(.malformedHead), nil)
        #expect(machine.receive(failure, now: now) == .failBody(APIError(.malformedHead)))
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
        _ = machine.receive(.head(Self.head("POST", "/", ["Content-Length": "2"])), now: now)
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
        run(Self.head("GET", "/", ["Connection": "close"]))
        _ = machine.startAnswer(isDelimited: true, now: now)
        _ = machine.endAnswer(isWritable: true, now: now)
        _ = machine.flushed(now: now)
        for second in 1...29 { _ = machine.discard(1, now: now + .seconds(Int64(second))) }
        #expect(machine.deadline == now + Self.limits.linger)
    }

    // MARK: Any order of events

    @Test(arguments: 0..<1000)
    func everyRequestEndsExactlyOnceWhateverHappens(seed: UInt64) {
        var scenario = ConnectionScenario(seed: seed)
        scenario.play(events: 200)
        #expect(scenario.violations == [])
    }
}
