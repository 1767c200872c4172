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

    private func names(_ state: MigrationStatus.State) -> [String] {
        history.statuses.filter { $0.state == state }.map { "\($0.version) (\($0.name))" }
    }

    /// Whether this build finds everything that it needs.
    var isCurrent: Bool { finding.status == .ok || finding.status == .warning }

    var finding: Finding {
        for (state, remedy) in [
            (MigrationStatus.State.modified, "use the build that applied it; if the schema is right, todoctl migrate repair"),
            (.missing, "if the schema has it all the same, todoctl migrate repair"),
        ] {
            let odd = names(state)
            guard odd.isEmpty else {
                let sentence = "\(Self.migrations(odd)) \(odd.count == 1 ? "is" : "are") \(state.rawValue)"
                let meaning = state == .modified ? "applied with another text" : "not applied, although a later one is"
                return Finding(.schema, .fault(.drift), "\(sentence): \(meaning)", remedy: remedy)
            }
        }
        let pending = names(.pending)
        guard pending.isEmpty else {
            let sentence = "\(Self.migrations(pending)) \(pending.count == 1 ? "is" : "are") pending"
            return Finding(
                .schema,
                .fault(.pending),
                "\(sentence), so the server does not turn ready",
                remedy: "todoctl migrate up"
            )
        }
        let unknown = names(.unknown)
        guard unknown.isEmpty else {
            return Finding(
                .schema,
                .warning,
                "the database is newer than this build: it has \(Self.migrations(unknown))",
                remedy: "use the build that it was migrated with"
            )
        }
        return Finding(.schema, .ok, "every migration is applied, the last of them \(history.statuses.last.map { "\($0.version) (\($0.name))" } ?? "")")
    }

    private static func migrations(_ names: [String]) -> String {
        "migration\(names.count == 1 ? "" : "s") \(names.joined(separator: ", "))"
    }
}
