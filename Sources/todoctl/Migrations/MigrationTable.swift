import TodoJSON
import TodoPostgres

/// Migrations for people.
enum MigrationTable {
    private static let table = Table(
        columns: [
            Table.Column(header: "VERSION", width: 7), Table.Column(header: "STATE", width: 8),
            Table.Column(header: "APPLIED AT", width: 16),
        ],
        last: "NAME"
    )

    static func text(_ migrations: [MigrationStatus]) -> String {
        ([table.header] + migrations.map(line)).joined(separator: "\n")
    }

    private static func line(_ migration: MigrationStatus) -> String {
        // To the minute.
        let appliedAt = migration.appliedAt.map { String($0.prefix(16)).replacing("T", with: " ") } ?? "-"
        let cells = [
            Table.Cell(String(migration.version)), Table.Cell(migration.state.rawValue, migration.state.style),
            Table.Cell(appliedAt),
        ]
        return table.line(cells, migration.name)
    }
}

extension MigrationStatus.State {
    fileprivate var style: Style {
        switch self {
        case .applied: .good
        case .pending: .pending
        case .missing, .modified, .unknown: .bad
        }
    }
}

extension [MigrationStatus] {
    var json: JSONValue {
        .array(
            map {
                [
                    "version": .integer($0.version), "name": .string($0.name), "state": .string($0.state.rawValue),
                    "applied_at": JSONValue($0.appliedAt),
                ]
            }
        )
    }
}
