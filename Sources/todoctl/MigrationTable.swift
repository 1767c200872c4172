import TodoPostgres

/// Migrations as a table for people: columns aligned, a header, one line each.
enum MigrationTable {
    static func text(_ migrations: [MigrationStatus]) -> String {
        let header = ["VERSION", "NAME", "STATE", "APPLIED AT"]
        let rows = migrations.map { [String($0.version), $0.name, $0.state.rawValue, $0.appliedAt ?? "-"] }
        let widths = header.indices.map { column in
            ([header] + rows).map { $0[column].count }.max() ?? 0
        }
        return ([header] + rows).map { row in
            zip(row, widths).map { cell, width in cell + String(repeating: " ", count: width - cell.count) }
                .joined(separator: "  ")
                .trimmingTrailingSpaces()
        }
        .joined(separator: "\n")
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

extension String {
    fileprivate func trimmingTrailingSpaces() -> String {
        guard let last = lastIndex(where: { $0 != " " }) else { return "" }
        return String(self[...last])
    }
}
