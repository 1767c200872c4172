import Testing

@testable import TodoPostgres

@Suite struct StatementTests {
    func statement(_ sql: String) -> Statement {
        Statement(name: "todo_fetch", sql: sql, parameterTypes: [], resultTypes: [], access: .read)
    }

    /// Another build may have prepared its own statement in a session that a pooler hands on.
    @Test func aNameStandsForOneTextOnly() {
        #expect(statement("select 1").name == statement("select 1").name)
        #expect(statement("select 1").name != statement("select 2").name)
        #expect(statement("select 1").name.hasPrefix("todo_fetch_"))
    }
}
