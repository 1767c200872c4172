import Logging
import NIOConcurrencyHelpers
import Testing
import TodoPostgres
import TodoTestSupport

@testable import TodoServer

@Suite struct ReadinessProbeTests {
    @Test func aChangeIsLoggedOnceWithItsCause() async {
        let answer = NIOLockedValueBox(Readiness.notReady(causes: ["the role todo_app is a superuser"]))
        let log = RecordedLog()
        let probe = ReadinessProbe(logger: log.logger) { answer.withLockedValue { $0 } }
        for _ in 0..<3 { _ = await probe.check() }
        #expect(log.lines.count == 1)
        #expect(log.lines.first?.contains("the role todo_app is a superuser") == true)
        answer.withLockedValue { $0 = .ready }
        for _ in 0..<3 { #expect(await probe.check() == .ready) }
        #expect(log.lines.count == 2)
    }

    @Test func aQuestionThatIsNotWaitedForIsNotLogged() async {
        let log = RecordedLog()
        let gate = Gate()
        let probe = ReadinessProbe(logger: log.logger) {
            try? await gate.pass()
            return .notReady(causes: ["cancelled"])
        }
        let question = Task { await probe.check() }
        await gate.arrival()
        question.cancel()
        _ = await question.value
        #expect(log.lines.isEmpty)
    }

    @Test func everyCauseIsTold() {
        let keys = Readiness.notReady(causes: ["no keys"])
        let store = Readiness.notReady(causes: ["no database"])
        #expect(keys.and(store) == .notReady(causes: ["no keys", "no database"]))
        #expect(keys.and(.ready) == keys)
        #expect(Readiness.ready.and(store) == store)
    }

    @Test func aServerThatShutsDownIsNotReadyWithoutAsking() async {
        let probe = ReadinessProbe(logger: RecordedLog().logger) {
            Issue.record("the store was asked")
            return .ready
        }
        probe.beginDraining()
        #expect(await probe.check() == .notReady(causes: ["shutting down"]))
    }
}
