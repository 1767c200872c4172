import Testing
import TodoTestSupport

@testable import TodoPostgres

@Suite struct ConnectionStateMachineTests {
    typealias Machine = ConnectionStateMachine<Int, String>

    static let failure = PostgresError(.server(SQLState(rawValue: "22012")), "division by zero", isSafeToRetry: true)

    static let forgotten = PostgresError(.server(.undefinedPreparedStatement), "gone", isSafeToRetry: true)
    static let taken = PostgresError(.server(.duplicatePreparedStatement), "exists", isSafeToRetry: true)

    @Test func readsOfOneTickShareASync() {
        var machine = Machine()
        #expect(machine.read(1) == .init(prepares: true, schedulesTickEnd: true))
        #expect(machine.read(2) == .init())
        #expect(machine.tickEnded() == true)
        #expect(machine.tickEnded() == false)
        #expect(machine.read(3) == .init(schedulesTickEnd: true))
    }

    @Test func aWriteIsATransactionOfItsOwn() {
        var machine = Machine()
        #expect(machine.write(1) == .init(prepares: true, syncsAfter: true))
        _ = machine.read(2)
        #expect(machine.write(3) == .init(syncsBefore: true, syncsAfter: true))
    }

    @Test func aReadIsAnsweredByItsRows() {
        var machine = Machine()
        _ = machine.read(1, name: nil)
        _ = machine.tickEnded()
        #expect(machine.events(.success, .endOfResults, .sync) == ["complete 1", "none", "none"])
        #expect(!machine.isAwaitingResults)
    }

    @Test func aWriteIsAnsweredByItsSync() {
        var machine = Machine()
        _ = machine.write(1, name: nil)
        #expect(machine.events(.success, .endOfResults, .sync) == ["hold 1", "none", "release 1"])
    }

    @Test func aRequestWhosePlanIsStaleIsRepeatedWithItsNeighbours() {
        var machine = Machine()
        _ = machine.write(1, name: nil, sync: .withNext)
        _ = machine.write(2, name: nil, sync: .withNext)
        _ = machine.write(3, name: nil)
        #expect(
            machine.events(.success, .endOfResults, .stale, .endOfResults, .aborted, .endOfResults, .sync)
                == ["hold 1", "none", "resend 2", "none", "resend 3", "none", "resend 1"]
        )
        #expect(!machine.isAwaitingResults)
    }

    @Test func aWriteWhoseCommitFailsFails() {
        var machine = Machine()
        _ = machine.write(1, name: nil)
        #expect(
            machine.events(.success, .endOfResults, .failure(Self.failure), .endOfResults, .sync)
                == ["hold 1", "none", "fail 1: \(Self.failure.code)", "none", "none"]
        )
        #expect(machine.events(.endOfResults) == ["violation"])
    }

    @Test func aServerThatGoesAwayDuringACommitLeavesTheOutcomeUnknown() {
        var machine = Machine()
        _ = machine.write(1, name: nil)
        let shutdown = PostgresError(.server(SQLState(rawValue: "57P01")), "terminating", isSafeToRetry: true)
        #expect(
            machine.events(.success, .endOfResults, .failure(shutdown))
                == ["hold 1", "none", "fail 1: \(PostgresError.Code.connectionLost)"]
        )
    }

    @Test func whatANeighboursErrorSkippedIsSentAgain() {
        var machine = Machine()
        for request in 1...3 { _ = machine.read(request, name: nil) }
        _ = machine.tickEnded()
        #expect(
            machine.events(
                .success,
                .endOfResults,
                .failure(Self.failure),
                .endOfResults,
                .aborted,
                .endOfResults,
                .sync
            ) == ["complete 1", "none", "fail 2: \(Self.failure.code)", "none", "resend 3", "none", "none"]
        )
    }

    @Test func aStatementIsPreparedOncePerConnection() {
        var machine = Machine()
        #expect(machine.read(1, name: "a")?.prepares == true)
        #expect(machine.read(2, name: "a")?.prepares == false)
        #expect(machine.read(3, name: "b")?.prepares == true)
    }

    @Test func aStatementThatCannotBePreparedFailsWithTheReasonAndIsPreparedAnew() {
        var machine = Machine()
        _ = machine.write(1, name: "a")
        #expect(
            machine.events(.failure(Self.failure), .endOfResults, .aborted, .endOfResults, .sync)
                == ["none", "none", "fail 1: \(Self.failure.code)", "none", "none"]
        )
        #expect(machine.write(2, name: "a")?.prepares == true)
    }

    @Test func aStatementThatTheServerHasForgottenIsPreparedAnew() {
        var machine = Machine()
        _ = machine.write(1, name: "a")
        _ = machine.events(.success, .endOfResults, .success, .endOfResults, .sync)
        _ = machine.write(2, name: "a")
        #expect(machine.events(.failure(Self.forgotten), .endOfResults, .sync) == ["resend 2", "none", "none"])
        #expect(machine.write(2, name: "a")?.prepares == true)
    }

    @Test func aStatementWhoseNameIsTakenIsTheSameOneAndNotPreparedAgain() {
        var machine = Machine()
        _ = machine.write(1, name: "a")
        #expect(
            machine.events(.failure(Self.taken), .endOfResults, .aborted, .endOfResults, .sync)
                == ["none", "none", "resend 1", "none", "none"]
        )
        #expect(machine.write(1, name: "a")?.prepares == false)
    }

    @Test func aPreambleIsPreparedOnceSentEachTimeAndItsResultVerified() {
        var machine = Machine()
        #expect(
            machine.read(1, preamble: 7)
                == .init(preparesPreamble: true, prepares: true, schedulesTickEnd: true)
        )
        #expect(machine.read(2, preamble: 8) == .init())
        _ = machine.tickEnded()
        #expect(
            machine.events(
                .success,
                .endOfResults,
                .success,
                .endOfResults,
                .success,
                .endOfResults,
                .success,
                .endOfResults,
                .success,
                .endOfResults,
                .success,
                .endOfResults,
                .sync
            ) == [
                "none", "none", "verify 7", "none", "none", "none", "complete 1", "none", "verify 8", "none",
                "complete 2",
                "none", "none",
            ]
        )
    }

    @Test func aFailedPreambleFailsTheRequestBehindItAndNoOther() {
        var machine = Machine()
        _ = machine.read(1, name: nil, preamble: 1, preambleName: nil)
        _ = machine.read(2, name: nil, preamble: 2, preambleName: nil)
        _ = machine.tickEnded()
        #expect(
            machine.events(
                .failure(Self.failure),
                .endOfResults,
                .aborted,
                .endOfResults,
                .aborted,
                .endOfResults,
                .aborted,
                .endOfResults,
                .sync
            ) == ["none", "none", "fail 1: \(Self.failure.code)", "none", "none", "none", "resend 2", "none", "none"]
        )
    }

    @Test func aPreambleThatTheServerHasForgottenIsPreparedAnew() {
        var machine = Machine()
        _ = machine.write(1, name: nil, preamble: 1)
        _ = machine.events(.success, .endOfResults, .success, .endOfResults, .success, .endOfResults, .sync)
        _ = machine.write(2, name: nil, preamble: 2)
        #expect(
            machine.events(.failure(Self.forgotten), .endOfResults, .aborted, .endOfResults, .sync)
                == ["none", "none", "resend 2", "none", "none"]
        )
        #expect(machine.write(2, name: nil, preamble: 3)?.preparesPreamble == true)
    }

    @Test func aNudgeIsASyncWhoseAnswerComesLast() {
        var machine = Machine()
        _ = machine.write(1, name: nil)
        machine.nudge()
        #expect(
            machine.events(.success, .endOfResults, .sync, .sync) == ["hold 1", "none", "release 1", "none"]
        )
    }

    @Test func aConnectionThatOwesNothingCanBeNudged() {
        var machine = Machine()
        machine.nudge()
        #expect(machine.isAwaitingResults)
        #expect(machine.oldest == nil)
        #expect(machine.events(.sync) == ["none"])
        #expect(!machine.isAwaitingResults)
    }

    @Test func aNudgeThatIsAnsweredFirstShowsThatARequestWasLost() {
        var machine = Machine()
        _ = machine.write(1, name: nil)
        machine.nudge()
        #expect(machine.events(.sync) == ["violation"])
        #expect(machine.connectionLost().unknown == [1])
    }

    @Test func aLostConnectionAbandonsWhatHasNoAnswerInOrder() {
        var machine = Machine()
        for request in 1...3 { _ = machine.read(request, name: nil) }
        _ = machine.tickEnded()
        _ = machine.events(.success)
        #expect(machine.connectionLost().unknown == [2, 3])
        #expect(machine.connectionLost().unknown == [])
        #expect(machine.read(4) == nil)
    }

    @Test func aHeldWriteIsAbandonedWithTheConnection() {
        var machine = Machine()
        _ = machine.write(1, name: nil)
        _ = machine.events(.success, .endOfResults)
        #expect(machine.oldest == 1)
        #expect(machine.connectionLost().unknown == [1])
    }

    @Test func aClosingConnectionTakesNoMoreAndIsDrainedAfterTheLastAnswer() {
        var machine = Machine()
        _ = machine.write(1, name: nil)
        machine.close()
        #expect(machine.write(2) == nil)
        #expect(machine.drained() == false)
        _ = machine.events(.success, .endOfResults, .sync)
        #expect(machine.drained() == true)
        #expect(machine.drained() == false)
    }

    @Test func resultsThatNobodyAskedForAreAViolation() {
        var machine = Machine()
        #expect(machine.events(.success, .sync, .endOfResults, .aborted) == Array(repeating: "violation", count: 4))
        _ = machine.read(1, name: nil)
        #expect(machine.events(.sync, .endOfResults) == ["violation", "violation"])
    }

    /// A server that follows the protocol, with failures drawn by chance, against the machine.
    @Test(arguments: 0..<200)
    func everyRequestLeavesExactlyOnceInAnyOrderOfEvents(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var machine = Machine()
        var wire: [SimulatedCommand] = []
        var left: [Int: Int] = [:]
        var sent = 0
        var isSkipping = false
        var isTransactionOpen = false
        var verified: [Int64] = []

        func note(_ action: Machine.Action) {
            switch action {
            case .complete(let request): left[request, default: 0] += 1
            case .release(let requests), .resend(let requests), .fail(let requests, _):
                for request in requests { left[request, default: 0] += 1 }
            case .none, .hold: break
            case .verify(let number): #expect(number == verified.removeFirst(), "an answer is out of step")
            case .protocolViolation: Issue.record("the machine took a valid event for a violation")
            }
        }

        for _ in 0..<300 {
            switch Int.random(in: 0..<11, using: &random) {
            case 0...3:
                // What a write shares its transaction with is sent next, and is a write.
                let isWrite = isTransactionOpen || Bool.random(using: &random)
                let name = ["a", "b", nil].randomElement(using: &random) ?? nil
                let number = Bool.random(using: &random) ? machine.nextPreambleNumber() : nil
                let hasOpening = Bool.random(using: &random)
                guard
                    let action = machine.send(
                        sent,
                        isWrite ? .write : .read,
                        sync: Bool.random(using: &random) ? .atOnce : isWrite ? .withNext : .atTickEnd,
                        preamble: number.map {
                            .init(hasOpening: hasOpening, name: name.map { "preamble " + $0 }, number: $0)
                        },
                        name: name
                    )
                else { continue }
                if action.syncsBefore { wire.append(.sync) }
                if number != nil, hasOpening { wire.append(.opening) }
                if action.preparesPreamble { wire.append(.prepare) }
                if let number { wire.append(.preamble(number)) }
                if action.prepares { wire.append(.prepare) }
                wire.append(.query)
                if action.syncsAfter { wire.append(.sync) }
                isTransactionOpen = isWrite && !action.syncsAfter
                sent += 1
            case 4, 5:
                if machine.tickEnded() { wire.append(.sync) }
            case 6 where !isTransactionOpen:
                machine.nudge()
                wire.append(.sync)
            default:
                guard !wire.isEmpty else { continue }
                let command = wire.removeFirst()
                let fails = Int.random(in: 0..<6, using: &random) == 0
                switch command {
                case .sync:
                    if fails, !isSkipping { note(machine.receive(.failure(Self.failure))) }
                    note(machine.receive(.sync))
                    isSkipping = false
                case .prepare, .opening, .preamble, .query:
                    if case .preamble(let number) = command, !isSkipping, !fails { verified.append(number) }
                    let failure =
                        [Self.failure, Self.forgotten, Self.taken].randomElement(using: &random) ?? Self.failure
                    note(machine.receive(isSkipping ? .aborted : fails ? .failure(failure) : .success))
                    note(machine.receive(.endOfResults))
                    isSkipping = isSkipping || fails
                }
            }
        }
        let abandoned = machine.connectionLost()
        for request in abandoned.undone + abandoned.unknown { left[request, default: 0] += 1 }
        #expect(left.count == sent)
        #expect(left.values.allSatisfy { $0 == 1 })
    }

    private enum SimulatedCommand {
        case prepare
        case opening
        case preamble(Int64)
        case query
        case sync
    }
}
