/// How far a database's schema is, for whoever asks with the login that happens to be there.
struct SchemaState: Sendable {
    let history: MigrationHistory

    /// Reads the records as the login, or, where that may not, as the role of tasks, which may.
    static func read(_ session: borrowing BlockingSession) throws(PostgresError) -> SchemaState {
        do throws(PostgresError) {
            return SchemaState(history: try MigrationHistory.read(Migration.all, session))
        } catch {
            guard error.code == .server(.insufficientPrivilege) else { throw error }
            try session.begin(.snapshot, as: .user, for: nil)
            let history = try MigrationHistory.read(Migration.all, session)
            try session.execute("rollback", timeout: .seconds(30))
            return SchemaState(history: history)
        }
    }

    /// The migrations in that state, such as `migrations 2 (isolate users), 3 (administer users)`; `nil` when there are none.
    private func list(_ state: MigrationStatus.State) -> String? {
        let names = history.statuses.filter { $0.state == state }.map { "\($0.version) (\($0.name))" }
        return names.isEmpty ? nil : "migration\(names.count == 1 ? "" : "s") \(names.joined(separator: ", "))"
    }

    /// Whether this build finds everything that it needs.
    var isCurrent: Bool { finding.status == .ok || finding.status == .warning }

    var finding: Finding {
        if let modified = list(.modified) {
            return Finding(
                .schema,
                .fault(.drift),
                "applied with another text than this build's: \(modified)",
                remedy: "use the build that applied it; if the schema is right, todoctl migrate repair"
            )
        }
        if let missing = list(.missing) {
            return Finding(
                .schema,
                .fault(.drift),
                "not applied, although a later one is: \(missing)",
                remedy: "if the schema has it all the same, todoctl migrate repair"
            )
        }
        if let pending = list(.pending) {
            return Finding(
                .schema,
                .fault(.pending),
                "the server does not turn ready before these are applied: \(pending)",
                remedy: "todoctl migrate up"
            )
        }
        if let unknown = list(.unknown) {
            return Finding(
                .schema,
                .warning,
                "the database is newer than this build, which does not know \(unknown)",
                remedy: "use the build that it was migrated with"
            )
        }
        return Finding(.schema, .ok, "every migration of this build is applied (\(history.statuses.count))")
    }
}
