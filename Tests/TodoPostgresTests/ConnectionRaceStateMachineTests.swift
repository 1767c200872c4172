import Testing
import TodoTestSupport

@testable import TodoPostgres

@Suite struct ConnectionRaceStateMachineTests {
    typealias Machine = ConnectionRaceStateMachine

    @Test func aSingleHostGetsAPatientAttemptAndAFreshOneInEachInterval() {
        var machine = Machine(hostCount: 1)
        #expect(machine.start() == .begin(0, abandoning: nil))
        #expect(machine.intervalPassed() == .begin(1, abandoning: nil))
        #expect(machine.intervalPassed() == .begin(2, abandoning: 1))
        #expect(machine.intervalPassed() == .begin(3, abandoning: 2))
        #expect(machine.end() == [0, 3])
        #expect(machine.intervalPassed() == .none)
    }

    @Test func aRefusalByTheOnlyHostFailsTheRaceAtOnce() {
        var machine = Machine(hostCount: 1)
        #expect(machine.start() == .begin(0, abandoning: nil))
        #expect(machine.failed(0) == .fail)
        #expect(machine.end() == [])
    }

    @Test func everyHostHasItsTurnBeforeTheRaceFails() {
        var machine = Machine(hostCount: 3)
        #expect(machine.start() == .begin(0, abandoning: nil))
        #expect(machine.failed(0) == .begin(1, abandoning: nil))
        #expect(machine.failed(1) == .begin(2, abandoning: nil))
        #expect(machine.failed(2) == .fail)
    }

    @Test func theFreshAttemptTakesThePlaceOfThePatientOneThatFails() {
        var machine = Machine(hostCount: 1)
        _ = machine.start()
        _ = machine.intervalPassed()
        #expect(machine.failed(0) == .none)
        #expect(machine.intervalPassed() == .begin(2, abandoning: nil))
        #expect(machine.end() == [1, 2])
    }

    @Test func whatWasAbandonedIsNotHeardAnyMore() {
        var machine = Machine(hostCount: 1)
        _ = machine.start()
        _ = machine.intervalPassed()
        _ = machine.intervalPassed()
        #expect(machine.failed(1) == .none)
        #expect(machine.end() == [0, 2])
        #expect(machine.failed(0) == .none)
    }

    /// Attempts that fail, linger or succeed by chance.
    @Test(arguments: 0..<300)
    func inAnyOrderOfEventsTheRaceGoesOnUntilItIsWonOrEveryHostHasFailed(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let hosts = Int.random(in: 1...4, using: &random)
        var machine = Machine(hostCount: hosts)
        var running: [Int] = []
        var begun = 0
        var isOver = false

        func note(_ action: Machine.Action, isInterval: Bool) {
            switch action {
            case .none: break
            case .begin(let attempt, let abandoned):
                #expect(attempt == begun, "attempts begin in order, so that each begins with the next host")
                begun += 1
                if let abandoned {
                    #expect(isInterval, "only time makes way for a fresh attempt")
                    #expect(abandoned != running.min(), "the patient attempt is left alone")
                    #expect(running.contains(abandoned))
                    running.removeAll { $0 == abandoned }
                }
                running.append(attempt)
            case .fail:
                #expect(running.isEmpty && begun >= hosts)
                isOver = true
            }
        }

        note(machine.start(), isInterval: false)
        for _ in 0..<100 where !isOver {
            switch Int.random(in: 0..<12, using: &random) {
            case 0..<6:
                let before = begun
                note(machine.intervalPassed(), isInterval: true)
                #expect(begun == before + 1, "each interval brings a fresh attempt")
            case 6..<11:
                guard let attempt = running.randomElement(using: &random) else { continue }
                running.removeAll { $0 == attempt }
                note(machine.failed(attempt), isInterval: false)
            default:
                guard let winner = running.randomElement(using: &random) else { continue }
                #expect(Set(machine.end()) == Set(running) && running.contains(winner))
                running = []
                isOver = true
            }
            #expect(isOver || (1...2).contains(running.count), "a race that goes on has one or two attempts under way")
        }
        if isOver {
            #expect(machine.end() == [])
            #expect(machine.intervalPassed() == .none)
        }
    }
}
