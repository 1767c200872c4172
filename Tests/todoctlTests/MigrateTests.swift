import Foundation
import PrivatePostgres
import Testing
import TodoSettings

@Suite(.timeLimit(.minutes(2)))
struct MigrateTests {
    private struct Document: Decodable {
        let version: Int
        let kind: String
        let migrations: [Entry]
    }

    private struct Entry: Decodable {
        let version: Int
        let name: String
        let state: String
        let appliedAt: String?
    }

    @Test func appliesOnceAndReportsTheState() async throws {
        try await PrivatePostgres.withCluster(settings: ["fsync": "off"]) { cluster in
            let environment = ["DATABASE_URL": cluster.url()]
            let before = try await status(environment)
            let oldest = try #require(before.first)
            #expect(before.allSatisfy { $0.state == "pending" && $0.appliedAt == nil })

            let first = try await todoctl("migrate", "up", environment: environment)
            #expect(first.exitCode == 0)
            #expect(first.standardOutput.contains(oldest.name))

            let after = try await status(environment)
            #expect(after.map(\.version) == before.map(\.version))
            #expect(after.allSatisfy { $0.state == "applied" && $0.appliedAt != nil })

            let second = try await todoctl("migrate", "up", environment: environment)
            #expect(second.exitCode == 0)
            #expect(second.standardOutput.isEmpty)
            #expect(second.standardError.contains("nothing to apply"))
        }
    }

    private func status(_ environment: [String: String]) async throws -> [Entry] {
        let result = try await todoctl("migrate", "status", "--json", environment: environment)
        #expect(result.exitCode == 0)
        #expect(result.standardError.isEmpty)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let document = try decoder.decode(Document.self, from: Data(result.standardOutput.utf8))
        #expect(document.version == 1)
        #expect(document.kind == "migrate.status")
        return document.migrations
    }

    @Test func prefersTheURLForMigrations() async throws {
        let port = try await Ports.free()
        let result = try await todoctl(
            "migrate",
            "status",
            environment: [
                "DATABASE_URL": "mysql://ignored",
                "MIGRATION_DATABASE_URL": "postgresql://u:hunter2@127.0.0.1:\(port)/todo",
            ]
        )
        #expect(result.exitCode == ExitStatus.unavailable)
    }

    @Test(arguments: ["status", "plan", "up", "verify", "adopt", "link-users"])
    func unreachableDatabaseIsStatus69WithoutThePassword(command: String) async throws {
        let port = try await Ports.free()
        let url = "postgresql://u:hunter2@127.0.0.1:\(port)/todo"
        let result = try await todoctl("migrate", command, environment: ["DATABASE_URL": url])
        #expect(result.exitCode == ExitStatus.unavailable)
        #expect(result.standardOutput.isEmpty)
        #expect(!result.standardError.isEmpty)
        #expect(!result.standardError.contains("hunter2"))
    }

    @Test(arguments: [nil, "mysql://u:hunter2@localhost/todo"])
    func missingOrWrongURLIsStatus78(url: String?) async throws {
        let result = try await todoctl("migrate", "status", environment: url.map { ["DATABASE_URL": $0] } ?? [:])
        #expect(result.exitCode == ExitStatus.configuration)
        #expect(result.standardError.contains("DATABASE_URL"))
        #expect(!result.standardError.contains("hunter2"))
    }
}
