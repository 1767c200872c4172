import Testing
import TodoSettings

@Suite struct DatabaseSettingsTests {
    @Test(arguments: [
        "postgresql://localhost/todo",
        "postgres://user:p%40ss@db.example.com:5433/todo?sslmode=verify-full&channel_binding=require",
        "postgresql:///todo?host=/run/postgresql",
        "postgresql://a,b:5433/todo?target_session_attrs=read-write",
    ])
    func urlsArePassedOnWhole(_ url: String) throws {
        let settings = try DatabaseSettings(.valid([.databaseURL: url]))
        #expect(settings.url.reveal() == url)
        #expect(settings.poolSize == 16)
    }

    @Test(arguments: [("3", 3), ("1000", 1000), ("016", 16)])
    func thePoolSizeIsRead(_ text: String, _ expected: Int) throws {
        #expect(try DatabaseSettings(.valid([.databasePoolSize: text])).poolSize == expected)
    }

    @Test(arguments: [(nil, "auto"), ("session", "session"), ("Transaction", "transaction")])
    func thePoolerModeIsRead(_ text: String?, _ expected: String) throws {
        #expect(try DatabaseSettings(.valid([.databasePoolerMode: text])).poolerMode == expected)
    }

    @Test func migrationsTakeTheirOwnURLFirst() throws {
        let own = try DatabaseSettings.migrationURL(.valid([.migrationDatabaseURL: "postgres://direct/todo"]))
        #expect(own.reveal() == "postgres://direct/todo")
        let shared = try DatabaseSettings.migrationURL(.valid([.databaseURL: "postgres://pooled/todo"]))
        #expect(shared.reveal() == "postgres://pooled/todo")
    }

    @Test func migrationsNeedOneOfTheURLs() {
        let error = #expect(throws: SettingsError.self) {
            try DatabaseSettings.migrationURL(.valid([.databaseURL: nil]))
        }
        #expect(error?.problems.map(\.setting) == ["DATABASE_URL"])
    }

    @Test func aWrongURLForMigrationsIsNotPassedOver() {
        let error = #expect(throws: SettingsError.self) {
            try DatabaseSettings.migrationURL(.valid([.migrationDatabaseURL: "mysql://direct/todo"]))
        }
        #expect(error?.problems.map(\.setting) == ["MIGRATION_DATABASE_URL"])
    }
}
