/// The SQL that would bring a database up to date.
public struct MigrationPlan: Sendable, Hashable {
    /// The pending migrations, in the order in which they run.
    public let steps: [Step]
    /// What each transaction sets first.
    let limits: String
    let lockKey: Int64

    /// One migration.
    public struct Step: Sendable, Hashable {
        /// Its number in the order of all migrations, from 1.
        public let version: Int
        /// What it does, in some words.
        public let name: String
        /// The digest by which a database recognises it, of its text without the check that comes first in some.
        public let checksum: String
        /// Its statements.
        public let sql: String
        /// Whether it cannot run in a transaction.
        public let runsAlone: Bool
    }

    init(_ migrations: [Migration], limits: String, lockKey: Int64) {
        steps = migrations.map {
            Step(
                version: $0.version,
                name: $0.name,
                checksum: $0.checksum,
                sql: $0.statements.joined(separator: ";\n\n"),
                runsAlone: $0.runsAlone
            )
        }
        self.limits = limits
        self.lockKey = lockKey
    }

    /// A script for psql that does the same, records included; empty when nothing is pending.
    public var script: String {
        var parts: [String] = []
        var rest = steps[...]
        while let first = rest.first {
            if first.runsAlone {
                parts.append("-- Not in a transaction.\n\(Self.sql(first))")
                rest = rest.dropFirst()
            } else {
                let batch = rest.prefix { !$0.runsAlone }
                let opening = """
                    begin;
                    \(limits)
                    select pg_advisory_xact_lock(\(lockKey));
                    \(MigrationHistory.createTable);
                    """
                parts.append(([opening] + batch.map(Self.sql) + ["commit;"]).joined(separator: "\n\n"))
                rest = rest.dropFirst(batch.count)
            }
        }
        return parts.joined(separator: "\n\n")
    }

    private static func sql(_ step: Step) -> String {
        let name = step.name.replacing("'", with: "''")
        return """
            -- Migration \(step.version): \(step.name)
            \(step.sql)
            ;
            insert into todo_migrations (version, name, checksum)
            values (\(step.version), '\(name)', '\(step.checksum)');
            """
    }
}
