import Testing
import TodoCore

@testable import TodoPostgres

@Suite struct PostgresErrorTests {
    @Test(arguments: [
        PostgresError(.server(.deadlockDetected), "deadlock detected", isSafeToRetry: true),
        PostgresError(.server(.undefinedTable), "relation \"tasks\" does not exist", isSafeToRetry: true),
        PostgresError(.server(.readOnlyTransaction), "cannot execute", isSafeToRetry: true),
        .protocolViolation("a row has no columns"),
    ])
    func whatTheDatabaseAnsweredIsForTheLogOfTheRequest(_ error: PostgresError) {
        let told = error.todoError(.read)
        #expect(told == .unavailable())
        #expect(told.storeAnswered)
    }

    @Test(arguments: [
        PostgresError.connectionFailed("refused"), .unfit("the schema is too old"), .connectionLost("reset"),
        .timedOut(wasSent: true), .timedOut(wasSent: false), .overloaded, .closed,
    ])
    func thatTheDatabaseDoesNotAnswerIsNotForTheLogOfEachRequest(_ error: PostgresError) {
        let told = error.todoError(.read)
        #expect(told == .unavailable())
        #expect(!told.storeAnswered)
    }
}
