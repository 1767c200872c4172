import Testing

@testable import TodoServer

@Suite struct JWKSStateMachineTests {
    @Test func keysAreFetchedAtOnceAndThenPeriodically() {
        var machine = JWKSStateMachine(now: .zero)
        #expect(machine.isDue(now: .zero) == .fetch)
        #expect(machine.isDue(now: .seconds(1)) == .awaitEnd)
        machine.fetched(maxAge: nil, now: .seconds(2))
        #expect(machine.isDue(now: .seconds(3)) == .sleep(until: .seconds(602)))
        #expect(machine.isDue(now: .seconds(602)) == .fetch)
    }

    @Test(arguments: [(0, 60), (59, 60), (60, 60), (300, 300), (3600, 3600), (1_000_000, 3600), (-5, 60)])
    func theIssuerSaysHowLongWithinBounds(maxAge: Int, period: Int) {
        var machine = JWKSStateMachine(now: .zero)
        #expect(machine.isDue(now: .zero) == .fetch)
        machine.fetched(maxAge: .seconds(maxAge), now: .zero)
        #expect(machine.isDue(now: .zero) == .sleep(until: .seconds(period)))
    }

    @Test func failuresAreRetriedEverMoreSlowly() {
        var machine = JWKSStateMachine(now: .zero)
        var now = Duration.zero
        for delay in [1, 2, 4, 8, 16, 32, 60, 60, 60] {
            #expect(machine.isDue(now: now) == .fetch)
            machine.failed(now: now)
            #expect(machine.isDue(now: now) == .sleep(until: now + .seconds(delay)))
            #expect(!machine.hasAnswered)
            now += .seconds(delay)
        }
        #expect(machine.isDue(now: now) == .fetch)
        machine.fetched(maxAge: nil, now: now)
        #expect(machine.isDue(now: now + .seconds(600)) == .fetch)
        machine.failed(now: now)
        #expect(machine.hasAnswered)
        #expect(machine.isDue(now: now) == .sleep(until: now + .seconds(1)))
    }

    @Test func anUnknownKeyIsAskedForOnceAMinute() {
        var machine = JWKSStateMachine(now: .zero)
        #expect(machine.isDue(now: .zero) == .fetch)
        #expect(machine.unknown(now: .zero) == .join)
        machine.fetched(maxAge: nil, now: .zero)
        #expect(machine.unknown(now: .seconds(1)) == .fetch)
        #expect(machine.unknown(now: .seconds(2)) == .join)
        machine.failed(now: .seconds(3))
        #expect(machine.unknown(now: .milliseconds(60_999)) == .refuse)
        #expect(machine.unknown(now: .seconds(61)) == .fetch)
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
        var (now, isFetching, hasAnswered, demands) = (Duration.zero, false, false, [Duration]())
        for _ in 0..<500 {
            now += .seconds(Int(next(20)))
            switch next(4) {
            case 0:
                switch machine.isDue(now: now) {
                case .fetch:
                    #expect(!isFetching)
                    isFetching = true
                case .awaitEnd: #expect(isFetching)
                case .sleep(let due):
                    #expect(!isFetching)
                    #expect(due > now && due <= now + JWKSStateMachine.periods.upperBound)
                }
            case 1:
                switch machine.unknown(now: now) {
                case .fetch:
                    #expect(!isFetching)
                    isFetching = true
                    demands.append(now)
                case .join: #expect(isFetching)
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
