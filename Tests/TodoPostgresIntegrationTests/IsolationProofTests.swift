import PrivatePostgres
import Testing
import TodoCore
import TodoTestSupport

@testable import TodoPostgres

/// The proof that the database keeps users apart, on clusters of the tests' own, because roles belong to a whole cluster.
@Suite struct IsolationProofTests {
    static func withDatabase(_ body: (TestDatabase) async throws -> Void) async throws {
        try await PrivatePostgres.withCluster(settings: ["fsync": "off"]) { cluster in
            try await body(TestDatabase(cluster: cluster, name: "postgres"))
        }
    }

    /// What breaks the isolation, what mends it, and what an operator is told meanwhile.
    static let breaches = [
        ("alter role todo_app superuser", "alter role todo_app nosuperuser", "is a superuser"),
        ("alter role todo_app bypassrls", "alter role todo_app nobypassrls", "bypasses row-level security"),
        ("grant keeper to todo_app", "revoke keeper from todo_app", "owns the table tasks"),
        ("grant todo_admin to todo_app", "revoke todo_admin from todo_app", "may act as todo_admin"),
        ("alter table tasks no force row level security", "alter table tasks force row level security", "not in force"),
        ("alter table tasks disable row level security", "alter table tasks enable row level security", "not in force"),
        (
            "alter table todo_idempotency_keys disable row level security",
            "alter table todo_idempotency_keys enable row level security", "not in force"
        ),
        ("alter table tasks rename title to name", "alter table tasks rename name to title", "another type: title"),
        (
            "alter table tasks alter version type integer", "alter table tasks alter version type bigint",
            "another type: version"
        ),
        ("create policy open on tasks using (true)", "drop policy open on tasks", "a policy lets everybody in"),
        ("revoke select on tasks from todo_app", "grant select on tasks to todo_app", "lacks its grants"),
        ("alter table tasks rename to other", "alter table other rename to tasks", "the schema is missing or too old"),
        (
            "delete from todo_migrations where version = \(Migration.required)",
            "insert into todo_migrations values (\(Migration.required), 'x', 'x')",
            "has version \(Migration.required - 1)"
        ),
    ]

    @Test func everyBreachIsSeenNamedAndGoneWhenMended() async throws {
        try await Self.withDatabase { database in
            _ = try await Migrator(url: database.url).apply()
            try await database.query(
                "insert into tasks (user_id, title) values ('alice', 'a'); "
                    + "create role keeper; alter table tasks owner to keeper"
            )
            // One event loop, so that every question goes to the same connection.
            try await withClient(database, poolSize: 3) { client in
                for (breach, remedy, cause) in Self.breaches {
                    #expect(await client.readiness() == .ready)
                    try await database.query(breach)
                    // On the connection that was sound before, and on new ones.
                    for _ in 0..<2 {
                        try await Self.expectNotReady(client, because: cause, after: breach)
                        try await database.query(FaultTests.terminate)
                    }
                    try await database.query(remedy)
                    try await eventuallyReady(client)
                }
            }
        }
    }

    /// It is not ready at any time; what it says first may be that its connection was ended.
    private static func expectNotReady(
        _ client: PostgresClient,
        because cause: String,
        after breach: String
    ) async throws {
        let deadline = ContinuousClock.now + .seconds(10)
        while true {
            guard case .notReady(let reasons) = await client.readiness() else {
                Issue.record("\(breach) goes unnoticed")
                return
            }
            if reasons.contains(where: { $0.contains(cause) }) { return }
            guard ContinuousClock.now < deadline else {
                Issue.record("\(breach): \(reasons)")
                return
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    @Test func aConnectionThatIsNotIsolatedServesNobody() async throws {
        try await Self.withDatabase { database in
            _ = try await Migrator(url: database.url).apply()
            try await database.query("alter role todo_app bypassrls")
            try await withClient(database) { client in
                let error = await #expect(throws: TodoError.self) {
                    try await client.taskStore.list(TaskQuery(owner: IsolationTests.alice, limit: 1))
                }
                #expect(error?.code == .unavailable)
            }
        }
    }

    @Test func aLoginThatMayNotMakeTheRoleIsToldWhatToDoAndThenSucceeds() async throws {
        try await Self.withDatabase { database in
            try await database.query("create role plain login; create database plain owner plain")
            let url = database.cluster.url(database: "plain").replacing("user=postgres", with: "user=plain")
            let first = await #expect(throws: MigrationError.self) { try await Migrator(url: url).apply() }
            let remedy = "create role todo_app nologin; grant todo_app to plain;"
            #expect(first?.description.contains(remedy) == true, "\(String(describing: first))")
            try await database.query("create role todo_app nologin")
            let second = await #expect(throws: MigrationError.self) { try await Migrator(url: url).apply() }
            #expect(
                second?.description.contains("\"grant todo_app to plain;\"") == true,
                "\(String(describing: second))"
            )
            try await database.query("grant todo_app to plain")
            _ = try await Migrator(url: url).apply()
            try await withClient(url: url) { client in try await eventuallyReady(client) }
        }
    }

    @Test func aServersLoginThatMayNotTakeTheRoleIsNamedAsTheCause() async throws {
        try await Self.withDatabase { database in
            _ = try await Migrator(url: database.url).apply()
            try await database.query("create role web login")
            let url = database.url.replacing("user=postgres", with: "user=web")
            try await withClient(url: url) { client in
                guard case .notReady(let causes) = await client.readiness() else {
                    Issue.record("a login without the role is ready")
                    return
                }
                #expect(causes.contains { $0.contains("grant todo_app to the login") }, "\(causes)")
                try await database.query("grant todo_app to web")
                try await eventuallyReady(client)
            }
        }
    }
}
