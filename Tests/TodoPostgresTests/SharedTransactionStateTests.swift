import Testing

@testable import TodoPostgres

/// Writes that share a transaction, in the machine of their connection.
@Suite struct SharedTransactionStateTests {
    typealias Machine = ConnectionStateMachine<Int, String>

    static let failure = ConnectionStateMachineTests.failure

    @Test func writesThatShareATransactionAreAnsweredByItsSync() {
        var machine = Machine()
        #expect(machine.write(1, name: nil, sync: .withNext) == .init())
        #expect(machine.write(2, name: nil) == .init(syncsAfter: true))
        #expect(machine.unanswered == [1, 2])
        #expect(
            machine.events(.success, .endOfResults, .success, .endOfResults, .sync)
                == ["hold 1", "none", "hold 2", "none", "release 1 2"]
        )
    }

    @Test func anErrorInOneWriteUndoesThoseBeforeItAndSkipsThoseBehind() {
        var machine = Machine()
        for request in 1...3 { _ = machine.write(request, name: nil, sync: request < 3 ? .withNext : .atOnce) }
        _ = machine.write(4, name: nil)
        #expect(
            machine.events(.success, .endOfResults, .failure(Self.failure), .endOfResults, .aborted, .endOfResults)
                == ["hold 1", "none", "fail 2: \(Self.failure.code)", "none", "resend 3", "none"]
        )
        #expect(machine.unanswered == [1, 4])
        #expect(machine.events(.sync, .success, .endOfResults, .sync) == ["resend 1", "hold 4", "none", "release 4"])
    }

    @Test func writesThatAnErrorHasUndoneAreKnownToHaveHadNoEffectWhenTheConnectionIsLost() {
        var machine = Machine()
        for request in 1...3 { _ = machine.write(request, name: nil, sync: request < 3 ? .withNext : .atOnce) }
        _ = machine.write(4, name: nil)
        _ = machine.events(.success, .endOfResults, .failure(Self.failure), .endOfResults)
        let abandoned = machine.connectionLost()
        #expect(abandoned.undone == [1, 3])
        #expect(abandoned.unknown == [4])
    }

    @Test func writesWithoutAnErrorMayHaveBeenCommittedWhenTheConnectionIsLost() {
        var machine = Machine()
        _ = machine.write(1, name: nil, sync: .withNext)
        _ = machine.write(2, name: nil)
        _ = machine.events(.success, .endOfResults)
        let abandoned = machine.connectionLost()
        #expect(abandoned.undone == [])
        #expect(abandoned.unknown == [1, 2])
    }

    @Test func aPreambleThatFailsUndoesTheWritesBeforeIt() {
        var machine = Machine()
        _ = machine.write(1, name: nil, preamble: 1, sync: .withNext)
        _ = machine.events(.success, .endOfResults, .success, .endOfResults, .success, .endOfResults)
        _ = machine.write(2, name: nil, preamble: 2)
        #expect(
            machine.events(.failure(Self.failure), .endOfResults, .aborted, .endOfResults, .sync)
                == ["none", "none", "fail 2: \(Self.failure.code)", "none", "resend 1"]
        )
    }

    @Test func writesWhoseSharedCommitFailsAreSentAgain() {
        var machine = Machine()
        _ = machine.write(1, name: nil, sync: .withNext)
        _ = machine.write(2, name: nil)
        _ = machine.events(.success, .endOfResults, .success, .endOfResults)
        #expect(machine.events(.failure(Self.failure), .sync) == ["resend 1 2", "none"])
        #expect(machine.unanswered == [])
    }

    @Test func aServerThatGoesAwayDuringASharedCommitLeavesEachOutcomeUnknown() {
        var machine = Machine()
        _ = machine.write(1, name: nil, sync: .withNext)
        _ = machine.write(2, name: nil)
        _ = machine.events(.success, .endOfResults, .success, .endOfResults)
        let shutdown = PostgresError(.server(SQLState(rawValue: "57P01")), "terminating", isSafeToRetry: true)
        #expect(machine.events(.failure(shutdown)) == ["fail 1 2: \(PostgresError.Code.connectionLost)"])
    }
}
