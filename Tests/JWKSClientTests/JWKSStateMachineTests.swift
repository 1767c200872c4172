import Testing

@testable import JWKSClient

@Suite struct JWKSStateMachineTests {
    @Test func keysAreFetchedAtOnceAndThenPeriodically() {
        var machine = JWKSStateMachine(now: .zero)
        #expect(machine.next(now: .zero) == .fetch)
        machine.fetched(maxAge: nil, now: .seconds(2))
        #expect(machine.next(now: .seconds(3)) == .sleep(until: .seconds(602), demands: 0))
        #expect(machine.next(now: .seconds(602)) == .fetch)
    }

    @Test(arguments: [(0, 60), (59, 60), (60, 60), (300, 300), (3600, 3600), (1_000_000, 3600), (-5, 60)])
    func theIssuerSaysHowLongWithinBounds(maxAge: Int, period: Int) {
        var machine = JWKSStateMachine(now: .zero)
        #expect(machine.next(now: .zero) == .fetch)
        machine.fetched(maxAge: .seconds(maxAge), now: .zero)
        #expect(machine.next(now: .zero) == .sleep(until: .seconds(period), demands: 0))
    }

    @Test func failuresAreRetriedEverMoreSlowly() {
        var machine = JWKSStateMachine(now: .zero)
        var now = Duration.zero
        for delay in [1, 2, 4, 8, 10, 10, 10] {
            #expect(machine.next(now: now) == .fetch)
            machine.failed(now: now)
            #expect(machine.next(now: now) == .sleep(until: now + .seconds(delay), demands: 0))
            #expect(!machine.hasAnswered)
            now += .seconds(delay)
        }
        #expect(machine.next(now: now) == .fetch)
        machine.fetched(maxAge: nil, now: now)
        #expect(machine.next(now: now + .seconds(600)) == .fetch)
        machine.failed(now: now)
        #expect(machine.hasAnswered)
        #expect(machine.next(now: now) == .sleep(until: now + .seconds(1), demands: 0))
    }

    @Test func anUnknownKeyIsAskedForOnceAMinute() {
        var machine = JWKSStateMachine(now: .zero)
        #expect(machine.unknown(now: .zero) == .join(awaiting: 1))
        #expect(machine.next(now: .zero) == .fetch)
        #expect(machine.unknown(now: .zero) == .join(awaiting: 1))
        machine.fetched(maxAge: nil, now: .zero)
        #expect(machine.unknown(now: .seconds(1)) == .demand(awaiting: 2))
        #expect(machine.unknown(now: .seconds(1)) == .join(awaiting: 2))
        #expect(machine.next(now: .seconds(1)) == .fetch)
        #expect(machine.unknown(now: .seconds(2)) == .join(awaiting: 2))
        machine.fetched(maxAge: nil, now: .seconds(3))
        #expect(machine.unknown(now: .milliseconds(60_999)) == .refuse)
        #expect(machine.next(now: .seconds(61)) == .sleep(until: .seconds(603), demands: 1))
        #expect(machine.unknown(now: .seconds(61)) == .demand(awaiting: 3))
    }

    @Test(arguments: 0..<200)
    func inAnyOrderThereIsOneFetchAtATimeAndAlwaysANextOne(seed: UInt64) {
        var machine = JWKSStateMachine(now: .zero)
        // A linear congruential generator (Knuth), so that a failure can be repeated.
        var random = seed
        func next(_ bound: UInt64) -> UInt64 {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (random >> 33) % bound
        }
        var (now, isFetching, hasAnswered, begun, demands) = (Duration.zero, false, false, 0, [Duration]())
        for _ in 0..<500 {
            now += .seconds(Int(next(20)))
            switch next(4) {
            case 0 where !isFetching:
                switch machine.next(now: now) {
                case .fetch:
                    isFetching = true
                    begun += 1
                case .sleep(let due, let count):
                    #expect(due > now && due <= now + JWKSStateMachine.periods.upperBound)
                    #expect(count == demands.count)
                }
            case 1:
                switch machine.unknown(now: now) {
                case .demand(let number):
                    #expect(!isFetching && number == begun + 1)
                    demands.append(now)
                    // Whoever waits for it does not wait in vain.
                    #expect(machine.unknown(now: now) == .join(awaiting: number))
                case .join(let number): #expect(number == (isFetching ? begun : begun + 1))
                case .refuse: #expect(!isFetching)
                }
            case 2 where isFetching:
                machine.fetched(maxAge: next(2) == 0 ? nil : .seconds(Int(next(10_000))), now: now)
                (isFetching, hasAnswered) = (false, true)
            case 3 where isFetching:
                machine.failed(now: now)
                isFetching = false
            default: break
            }
            #expect(machine.hasAnswered == hasAnswered)
        }
        #expect(zip(demands, demands.dropFirst()).allSatisfy { $1 - $0 >= JWKSStateMachine.demandInterval })
        #expect(!demands.isEmpty)
    }
}
