import ArgumentParser
import TodoPostgres

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Shows which migrations are applied.
struct MigrateStatus: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "List the migrations and whether they are applied.",
        discussion: """
            A state is one of: applied; pending; modified (applied, but this version of the tool has another text of it); \
            unknown (applied by a newer version).
            """
    )

    @Flag(help: "Print a JSON array instead of a table.")
    var json = false

    func run() async throws {
        let migrations = try await Migrate.migrator().status()
        Console.result(json ? try Self.json(migrations) : MigrationTable.text(migrations))
    }

    private static func json(_ migrations: [MigrationStatus]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(migrations.map(Entry.init)), as: UTF8.self)
    }

    private struct Entry: Encodable {
        let migration: MigrationStatus

        private enum CodingKeys: String, CodingKey {
            case version
            case name
            case state
            case appliedAt = "applied_at"
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(migration.version, forKey: .version)
            try container.encode(migration.name, forKey: .name)
            try container.encode(migration.state.rawValue, forKey: .state)
            // Every key is always there, null where nothing is known.
            try container.encode(migration.appliedAt, forKey: .appliedAt)
        }
    }
}
