extension RunningCluster {
    /// Runs SQL as the superuser through `psql` and returns what it prints: rows as lines, columns separated by `|`.
    ///
    /// For fixtures and for breaking things from outside; several statements run one by one, up to the first that fails.
    ///
    /// - Throws: ``PrivatePostgresError`` with the server's message.
    @discardableResult
    package nonisolated func query(
        _ sql: String,
        database: String = "postgres"
    ) async throws(PrivatePostgresError) -> String {
        let output = try await ShellCommand.run(
            binaries.path("psql"),
            [
                "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1",
                "--dbname=\(url(database: database))",
            ],
            input: sql
        )
        guard output.isSuccess else { throw PrivatePostgresError(.commandFailed, output.standardError) }
        return output.standardOutput
    }

    /// Creates a database, copied from `template` where one is named; nobody may be connected to the template meanwhile.
    package nonisolated func createDatabase(
        _ name: String,
        template: String? = nil
    ) async throws(PrivatePostgresError) {
        let template = template.map { " template \(Self.quoted($0))" } ?? ""
        try await query("create database \(Self.quoted(name))\(template)")
    }

    /// Whether the server has a database of that name.
    package nonisolated func hasDatabase(_ name: String) async throws(PrivatePostgresError) -> Bool {
        let literal = name.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
        return try await !query("select 1 from pg_database where datname = '\(literal)'").isEmpty
    }

    /// Drops the database and ends whatever sessions it has; does nothing when there is none of that name.
    package nonisolated func dropDatabase(_ name: String) async throws(PrivatePostgresError) {
        try await query("drop database if exists \(Self.quoted(name)) with (force)")
    }

    private static func quoted(_ identifier: String) -> String {
        "\"" + identifier.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
