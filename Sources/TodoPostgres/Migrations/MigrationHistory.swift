import TodoCore

/// What a database records of its migrations, beside what this build knows.
struct MigrationHistory: Sendable {
    let migrations: [Migration]
    let records: [Record]

    /// A row of `todo_migrations`.
    struct Record: Sendable, Hashable {
        let version: Int
        let name: String
        let checksum: String
        let appliedAt: Timestamp
    }

    static let createTable = """
        create table if not exists todo_migrations (
            version bigint primary key,
            name text not null,
            checksum text not null,
            applied_at timestamptz not null default now()
        )
        """

    /// Every migration that this build knows and every one that is recorded, in order of version.
    var statuses: [MigrationStatus] {
        let newest = records.map(\.version).max() ?? 0
        let known = migrations.map { migration in
            let record = records.first { $0.version == migration.version }
            let state: MigrationStatus.State =
                if let record {
                    record.checksum == migration.checksum ? .applied : .modified
                } else {
                    migration.version < newest ? .missing : .pending
                }
            return MigrationStatus(
                version: migration.version,
                name: migration.name,
                state: state,
                appliedAt: record?.appliedAt.description
            )
        }
        let unknown = records.filter { record in !migrations.contains { $0.version == record.version } }
            .map {
                MigrationStatus(
                    version: $0.version,
                    name: $0.name,
                    state: .unknown,
                    appliedAt: $0.appliedAt.description
                )
            }
        return (known + unknown).sorted { $0.version < $1.version }
    }

    /// This build's migrations that are in that state.
    func migrations(_ state: MigrationStatus.State) -> [Migration] {
        let versions = Set(statuses.filter { $0.state == state }.map(\.version))
        return migrations.filter { versions.contains($0.version) }
    }

    /// - Throws: ``MigrationError`` unless what is recorded is a beginning of what this build knows.
    func checkFit() throws(MigrationError) {
        for status in statuses {
            let migration = "migration \(status.version) (\(status.name))"
            switch status.state {
            case .applied, .pending: continue
            case .modified:
                throw MigrationError(
                    code: .mismatch,
                    description: "\(migration) was applied with another text than this build's; use the build that "
                        + "applied it, or, if the schema is right, todoctl migrate repair --accept \(status.version)"
                )
            case .missing:
                throw MigrationError(
                    code: .mismatch,
                    description: "\(migration) is missing although later ones were applied; if the schema has it all "
                        + "the same, todoctl migrate repair --accept \(status.version)"
                )
            case .unknown:
                throw MigrationError(
                    code: .mismatch,
                    description: "the database is newer than this build: it has \(migration); use a newer build"
                )
            }
        }
    }
}

extension MigrationHistory {
    static func read(
        _ migrations: [Migration],
        _ session: borrowing BlockingSession
    ) throws(PostgresError) -> MigrationHistory {
        guard try session.rows("select 'yes' where to_regclass('todo_migrations') is not null").first != nil else {
            return MigrationHistory(migrations: migrations, records: [])
        }
        var records: [Record] = []
        try session.query(
            "select version, name, checksum, applied_at from todo_migrations order by version",
            timeout: .seconds(30)
        ) { result in
            records = (0..<result.rowCount).map { row in
                Record(
                    version: Int(result.int64(row: row, column: 0)),
                    name: result.text(row: row, column: 1),
                    checksum: result.text(row: row, column: 2),
                    appliedAt: Timestamp(postgresMicroseconds: result.int64(row: row, column: 3))
                )
            }
        }
        return MigrationHistory(migrations: migrations, records: records)
    }

    /// Records this build's text of a migration, in place of another text's record if there is one.
    static func record(_ migration: Migration, _ session: borrowing BlockingSession) throws(PostgresError) {
        try session.query(
            """
            insert into todo_migrations (version, name, checksum) values ($1, $2, $3)
            on conflict (version) do update set name = excluded.name, checksum = excluded.checksum
            """,
            [.int8, .text, .text],
            [.int8(Int64(migration.version)), .text(migration.name), .text(migration.checksum)],
            timeout: .seconds(30)
        )
    }

    static func forget(_ migration: Migration, _ session: borrowing BlockingSession) throws(PostgresError) {
        try session.query(
            "delete from todo_migrations where version = $1",
            [.int8],
            [.int8(Int64(migration.version))],
            timeout: .seconds(30)
        )
    }
}
