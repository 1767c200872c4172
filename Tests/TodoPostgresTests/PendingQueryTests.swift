import NIOCore
import Testing

@testable import TodoPostgres

struct PendingQueryTests {
    private final class Caller {
        var answers = 0
    }

    private let caller = Caller()
    private let query = PendingQuery(
        Statement(name: "todo_nothing", sql: "select", parameterTypes: [], resultTypes: [], access: .read),
        [],
        deadline: .distantFuture
    ) { _ throws(PostgresError) in }

    @Test func tellsTheCallerOnceAndKeepsTheFirstAnswer() throws {
        query.whenAnswered { caller.answers += 1 }
        #expect(caller.answers == 0)
        query.fail(.cancelled)
        query.succeed()
        query.fail(.overloaded)
        #expect(caller.answers == 1)
        #expect(query.isAnswered)
        var row: String? = "row"
        let error = try #require(throws: PostgresError.self) { try query.answer(&row) }
        #expect(error.code == .cancelled)
    }

    @Test func tellsACallerWhoComesWhenItWasCancelledAlready() {
        query.fail(.cancelled)
        query.whenAnswered { caller.answers += 1 }
        #expect(caller.answers == 1)
        var row: String? = "row"
        #expect(throws: PostgresError.self) { try query.answer(&row) }
    }

    @Test func hasNoAnswerWithoutRows() throws {
        query.whenAnswered { caller.answers += 1 }
        query.succeed()
        #expect(caller.answers == 1)
        var row: String? = "row"
        #expect(try query.answer(&row) == "row")
        #expect(throws: PostgresError.self) { try query.answer(&row) }
    }
}
