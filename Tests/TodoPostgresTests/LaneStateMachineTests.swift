import DequeModule
import NIOCore
import Testing
import TodoTestSupport

@testable import TodoPostgres

@Suite struct LaneStateMachineTests {
    typealias Machine = LaneStateMachine<Int>

    let start = NIODeadline.uptimeNanoseconds(1_000_000_000)

    func machine(
        connections: Int = 2,
        depth: Int = 1,
        refill: Int? = nil,
        batch: Int = 1,
        waiting: Int = 10
    ) -> Machine {
        Machine(
            limits: .init(
                connections: connections,
                depth: depth,
                refill: refill,
                batch: batch,
                waiting: waiting,
                idle: .seconds(240)
            )
        )
    }

    /// A machine with open connections 1…count.
    func opened(_ count: Int, depth: Int = 1, refill: Int? = nil, batch: Int = 1, waiting: Int = 10) -> Machine {
        var machine = machine(connections: count, depth: depth, refill: refill, batch: batch, waiting: waiting)
        for request in 0..<count { _ = machine.submit(request) }
        for id in 1...count { #expect(machine.connected(id, now: start) == true) }
        while let (requests, id) = machine.next() { for _ in requests { machine.answered(id, now: start) } }
        return machine
    }

    @Test func connectsForTheFirstRequestAndSendsItWhenConnected() {
        var machine = machine()
        #expect(machine.submit(7) == .wait(connect: 1))
        #expect(machine.nextDescription() == nil)
        #expect(machine.connected(1, now: start) == true)
        #expect(machine.nextDescription() == "7 on 1")
    }

    @Test func opensNoMoreConnectionsThanItMayAndNoneTooMany() {
        var machine = machine(connections: 2)
        #expect(machine.submit(1) == .wait(connect: 1))
        #expect(machine.submit(2) == .wait(connect: 2))
        #expect(machine.submit(3) == .wait(connect: nil))
    }

    @Test func sendsOnTheConnectionWithTheLeastUnderWay() {
        var machine = opened(2, depth: 4)
        var sent: [Int: Int] = [:]
        for request in 0..<8 {
            if case .send(let id) = machine.submit(request) { sent[id, default: 0] += 1 }
        }
        #expect(sent == [1: 4, 2: 4])
        #expect(machine.submit(9) == .wait(connect: nil))
    }

    @Test func aFullConnectionTakesMoreOnceFewAreUnderWay() {
        var machine = opened(1, depth: 4, refill: 2)
        for request in 1...4 { #expect(machine.submit(request) == .send(on: 1)) }
        for request in 5...7 { #expect(machine.submit(request) == .wait(connect: nil)) }
        machine.answered(1, now: start)
        #expect(machine.nextDescription() == nil)
        machine.answered(1, now: start)
        #expect(machine.nextDescription() == "5 on 1")
        #expect(machine.nextDescription() == "6 on 1")
        #expect(machine.nextDescription() == nil)
    }

    @Test func aConnectionThatWasNotFullTakesOneForEachAnswer() {
        var machine = opened(1, depth: 4, refill: 2)
        for request in 1...3 { #expect(machine.submit(request) == .send(on: 1)) }
        machine.answered(1, now: start)
        for request in 4...5 { #expect(machine.submit(request) == .send(on: 1)) }
        #expect(machine.submit(6) == .wait(connect: nil))
    }

    @Test func anAnswerMakesRoomForWhatWaits() {
        var machine = opened(1)
        #expect(machine.submit(1) == .send(on: 1))
        #expect(machine.submit(2) == .wait(connect: nil))
        machine.answered(1, now: start)
        #expect(machine.nextDescription() == "2 on 1")
    }

    @Test func whatComesInOneTickIsSentTogether() {
        var machine = opened(2, batch: 3)
        #expect(machine.submit(1) == .gather)
        for request in 2...4 { #expect(machine.submit(request) == .wait(connect: nil)) }
        machine.tickEnded()
        #expect(machine.nextDescription() == "1 2 3 on 1")
        #expect(machine.nextDescription() == nil)
    }

    @Test func aFewThatCanShareGoAtOnceAndManyWaitForOneAnother() {
        var machine = opened(3, batch: 8)
        for request in 1...3 {
            #expect(machine.submit(request) == .gather)
            machine.tickEnded()
            #expect(machine.nextDescription() == "\(request) on \(request)")
        }
        for request in 4...9 { #expect(machine.submit(request) == .wait(connect: nil)) }
        machine.answered(2, now: start)
        #expect(machine.nextDescription() == "4 5 6 7 8 9 on 2")
        machine.answered(1, now: start)
        machine.answered(3, now: start)
        // Six are under way, and two connections are free.
        for request in 10...11 { #expect(machine.submit(request) == .wait(connect: nil)) }
        #expect(machine.nextDescription() == nil)
        for _ in 1...4 { machine.answered(2, now: start) }
        #expect(machine.nextDescription() == "10 11 on 1")
    }

    @Test func connectionsAreOpenedForAFewAndNotForMany() {
        var machine = machine(connections: 2, batch: 8)
        #expect(machine.submit(1) == .wait(connect: 1))
        _ = machine.connected(1, now: start)
        #expect(machine.nextDescription() == "1 on 1")
        #expect(machine.submit(2) == .wait(connect: 2))
        machine.answered(1, now: start)
        #expect(machine.submit(3) == .gather)
        machine.tickEnded()
        #expect(machine.nextDescription() == "2 3 on 1")
        _ = machine.connectionLost(2)
        #expect(machine.submit(4) == .wait(connect: nil))
    }

    @Test func refusesWhatExceedsTheQueue() {
        var machine = machine(connections: 1, waiting: 2)
        _ = machine.submit(1)
        _ = machine.submit(2)
        #expect(machine.submit(3) == .refuse(.overloaded))
    }

    @Test func whatHadNoEffectGoesAheadOfWhatWaitsWhateverTheLimit() {
        var machine = machine(connections: 1, waiting: 1)
        _ = machine.submit(1)
        #expect(machine.resubmit(2) == .wait(connect: nil))
        _ = machine.connected(1, now: start)
        #expect(machine.nextDescription() == "2 on 1")
    }

    @Test func whatHadNoEffectIsSentAlone() {
        var machine = machine(connections: 1, batch: 8)
        for request in 1...3 { _ = machine.submit(request) }
        for request in [4, 5] { _ = machine.resubmit(request) }
        _ = machine.connected(1, now: start)
        for sent in ["5 on 1", "4 on 1", "1 2 3 on 1"] {
            #expect(machine.nextDescription() == sent)
            for _ in 0..<3 { machine.answered(1, now: start) }
        }
    }

    @Test func aRequestThatIsRemovedIsNotSent() {
        var machine = machine()
        _ = machine.submit(1)
        _ = machine.submit(2)
        #expect(machine.removeWaiting { $0 == 1 } == [1])
        #expect(machine.waitingRequests.first == 2)
    }

    @Test func refusesAtOnceAfterTwoFailedAttemptsUntilOneSucceeds() {
        var machine = machine(connections: 1)
        _ = machine.submit(1)
        var failure = machine.connectFailed(1)
        #expect(failure.refused == [])
        #expect(failure.retryIn == .milliseconds(50))
        #expect(machine.retry() == 2)
        failure = machine.connectFailed(2)
        #expect(failure.refused == [1])
        #expect(machine.isAway)
        #expect(machine.submit(2) == .refuse(.away))
        #expect(machine.retry() == 3)
        #expect(machine.connected(3, now: start) == true)
        #expect(machine.submit(3) == .send(on: 3))
    }

    @Test func aLaneThatIsAwayComesBackWhenAnotherLaneReachesTheDatabase() {
        var machine = machine(connections: 1)
        for id in 1...2 {
            _ = id == 1 ? machine.warmUp() : machine.retry()
            _ = machine.connectFailed(id)
        }
        #expect(machine.submit(1) == .refuse(.away))
        #expect(machine.becameReachable() == 3)
        #expect(machine.submit(2) == .wait(connect: nil))
        #expect(machine.becameReachable() == nil)
    }

    @Test(arguments: [(0, 0), (1, 50), (2, 100), (3, 200), (5, 800), (6, 1000), (100, 1000)] as [(Int, Int64)])
    func thePauseBetweenAttemptsGrowsToASecond(failures: Int, milliseconds: Int64) {
        #expect(Machine.pause(failures: failures) == .milliseconds(milliseconds))
    }

    @Test func aConnectionThatIsLostIsReplacedAtOnceWhenSomethingWaits() {
        var machine = opened(1)
        _ = machine.submit(1)
        _ = machine.submit(2)
        #expect(machine.connectionLost(1).retryIn == .zero)
        #expect(machine.retry() == 2)
    }

    @Test func connectionsThatAreLostBeforeTheyServeCountAsFailures() {
        var machine = machine(connections: 1)
        for attempt in 1...2 {
            _ = machine.submit(attempt)
            if attempt == 2 { _ = machine.retry() }
            _ = machine.connectionLost(attempt)
        }
        #expect(machine.isAway)
    }

    @Test func closesWhatIsUnusedForTooLongAndNothingElse() {
        var machine = opened(2)
        #expect(machine.submit(1) == .send(on: 1))
        #expect(machine.reap(now: start + .seconds(239)) == [])
        #expect(machine.reap(now: start + .seconds(240)) == [2])
        #expect(machine.connectionCount == 1)
    }

    @Test func aRequestAfterAQuietTimeGetsANewConnection() {
        var machine = opened(1)
        #expect(machine.reap(now: start + .seconds(240)) == [1])
        #expect(machine.submit(1) == .wait(connect: 2))
        #expect(!machine.isAway)
    }

    @Test func anAnswerBeginsTheQuietTimeAnew() {
        var machine = opened(1)
        #expect(machine.submit(1) == .send(on: 1))
        machine.answered(1, now: start + .seconds(201))
        #expect(machine.reap(now: start + .seconds(440)) == [])
        #expect(machine.reap(now: start + .seconds(441)) == [1])
    }

    @Test func aSilentConnectionIsReplacedAndStillAnswersWhatItOwes() {
        var machine = opened(1)
        #expect(machine.submit(1) == .send(on: 1))
        #expect(machine.retire(1) == .init(connect: 2))
        #expect(machine.retire(1) == nil)
        #expect(machine.submit(2) == .wait(connect: nil))
        #expect(machine.connected(2, now: start) == true)
        #expect(machine.nextDescription() == "2 on 2")
        // The late answer makes no room where nothing is sent any more.
        machine.answered(1, now: start)
        #expect(machine.submit(3) == .wait(connect: nil))
        _ = machine.connectionLost(1)
        #expect(machine.connectionCount == 1)
    }

    @Test func asManyAsServeAreReplacedAndNoMore() {
        var machine = opened(1)
        _ = machine.submit(1)
        #expect(machine.retire(1) == .init(connect: 2))
        _ = machine.connected(2, now: start)
        _ = machine.submit(2)
        #expect(machine.retire(2) == nil)
    }

    @Test func aLaneWithOneOfItsConnectionsSilentServesOnWithTheOthers() {
        var machine = opened(2)
        _ = machine.submit(1)
        #expect(machine.retire(1) == .init(connect: 3))
        #expect(machine.submit(2) == .send(on: 2))
        #expect(machine.retire(2) == .init(connect: nil))
        #expect(machine.submit(3) == .wait(connect: nil))
    }

    @Test func asManyAsMayServeMayBeAtWorkBesides() {
        var machine = opened(2)
        #expect(machine.hasRoom(besides: 1))
        #expect(!machine.hasRoom(besides: 2))
        _ = machine.submit(1)
        _ = machine.retire(1)
        #expect(machine.hasRoom(besides: 1))
        #expect(!machine.hasRoom(besides: 2))
        _ = machine.connectionLost(1)
        #expect(machine.hasRoom(besides: 2))
        #expect(!machine.hasRoom(besides: 3))
    }

    @Test func refusesEverythingAfterShuttingDown() {
        var machine = machine()
        _ = machine.submit(1)
        #expect(machine.shutDown() == [1])
        #expect(machine.submit(2) == .refuse(.shutDown))
        #expect(machine.connected(1, now: start) == false)
        #expect(machine.warmUp() == nil)
    }

    @Test(arguments: 0..<200 as Range<UInt64>, [1, 3])
    func everyRequestEndsExactlyOnceInAnyOrderOfEvents(seed: UInt64, batch: Int) {
        var random = SplitMix64(seed: seed)
        let depth = batch > 1 ? 1 : 2
        var machine = machine(connections: 3, depth: depth, batch: batch, waiting: 5)
        var connecting: Set<Int> = []
        var underWay: [Int: [Int]] = [:]
        var ended: [Int: Int] = [:]
        var submitted = 0
        var isGathering = false

        func perform(_ action: Machine.SubmitAction, _ request: Int) {
            switch action {
            case .send(let id): underWay[id, default: []].append(request)
            case .gather: isGathering = true
            case .wait(let id): if let id { connecting.insert(id) }
            case .refuse: ended[request, default: 0] += 1
            }
        }
        func sendWaiting() {
            while let (requests, id) = machine.next() { underWay[id, default: []] += requests }
        }
        for _ in 0..<400 {
            switch Int.random(in: 0..<14, using: &random) {
            case 0...3:
                perform(machine.submit(submitted), submitted)
                submitted += 1
            case 13 where isGathering:
                isGathering = false
                machine.tickEnded()
                sendWaiting()
            case 4:
                guard let id = connecting.sorted().randomElement(using: &random) else { continue }
                connecting.remove(id)
                if machine.connected(id, now: start) { underWay[id] = [] }
                sendWaiting()
            case 5:
                guard let id = connecting.sorted().randomElement(using: &random) else { continue }
                connecting.remove(id)
                for request in machine.connectFailed(id).refused { ended[request, default: 0] += 1 }
            case 6:
                guard let id = underWay.keys.sorted().randomElement(using: &random) else { continue }
                let abandoned = underWay.removeValue(forKey: id) ?? []
                for request in machine.connectionLost(id).refused { ended[request, default: 0] += 1 }
                for request in abandoned { perform(machine.resubmit(request), request) }
            case 7:
                if let id = Bool.random(using: &random) ? machine.retry() : machine.becameReachable() {
                    connecting.insert(id)
                }
            case 12:
                guard let id = underWay.keys.sorted().randomElement(using: &random) else { continue }
                if let connect = machine.retire(id)?.connect { connecting.insert(connect) }
            case 8:
                for request in machine.removeWaiting(where: { $0.isMultiple(of: 7) }) {
                    ended[request, default: 0] += 1
                }
            default:
                guard let id = underWay.keys.sorted().first(where: { underWay[$0]?.isEmpty == false }),
                    let request = underWay[id]?.removeFirst()
                else { continue }
                ended[request, default: 0] += 1
                machine.answered(id, now: start)
                sendWaiting()
            }
            #expect(underWay.values.allSatisfy { $0.count <= max(depth, batch) })
            #expect(machine.connectionCount <= 6)
            #expect(machine.retiredCount <= 3)
        }
        for request in machine.shutDown() { ended[request, default: 0] += 1 }
        for request in underWay.values.joined() { ended[request, default: 0] += 1 }
        #expect(ended.count == submitted)
        #expect(ended.values.allSatisfy { $0 == 1 })
    }
}

extension LaneStateMachine<Int> {
    mutating func nextDescription() -> String? {
        next().map { "\($0.0.map(String.init).joined(separator: " ")) on \($0.1)" }
    }
}
