extension Migrator {
    private static let scratchSchema = "todo_expected"

    /// Compares the schema with what its applied migrations make.
    ///
    /// The expectation is made by running them in a scratch schema within a transaction that is rolled back, so it cannot differ
    /// from the migrations. The live tables are not locked, and nothing stays.
    ///
    /// - Throws: ``MigrationError``, also when the login may not create schemas or the database is newer than this build.
    public func verify() async throws(MigrationError) -> SchemaVerification {
        try await run { session in
            try transaction(session, isKept: false, isLocked: false) { try verification(session) }
        }
    }

    /// Records this build's text of a migration that was modified or is missing, provided that the schema is what it makes.
    ///
    /// - Parameter version: the migration's.
    /// - Returns: its status after that.
    /// - Throws: ``MigrationError``; with the code `drift` when the schema is not what the migrations make.
    public func accept(version: Int) async throws(MigrationError) -> MigrationStatus {
        try await run { session in
            try transaction(session) {
                let history = try MigrationHistory.read(migrations, session)
                guard let migration = migrations.first(where: { $0.version == version }),
                    let status = history.statuses.first(where: { $0.version == version }),
                    status.state == .modified || status.state == .missing
                else {
                    let state = history.statuses.first { $0.version == version }?.state.rawValue
                    throw MigrationError.refused(
                        "there is nothing to repair: migration \(version) is \(state ?? "not known"), neither modified "
                            + "nor missing"
                    )
                }
                let verification = try verification(session)
                guard verification.differences.isEmpty else {
                    let lines = verification.differences.map { "\n  \($0)" }.joined()
                    throw MigrationError(
                        code: .drift,
                        description: "nothing was recorded, because the schema is not what the migrations of this "
                            + "build make:\(lines)"
                    )
                }
                try MigrationHistory.record(migration, session)
                return try MigrationHistory.read(migrations, session).statuses.first { $0.version == version } ?? status
            }
        }
    }

    /// In a transaction, whose savepoint `verification` it uses and leaves as it was.
    private func verification(_ session: borrowing BlockingSession) throws -> SchemaVerification {
        let history = try MigrationHistory.read(migrations, session)
        if let newer = history.statuses.first(where: { $0.state == .unknown }) {
            throw MigrationError(
                code: .mismatch,
                description: "the database is newer than this build: it has migration \(newer.version) "
                    + "(\(newer.name)); verify with a newer build"
            )
        }
        let applied = history.migrations.filter { migration in
            !history.migrations(.pending).contains { $0.version == migration.version }
        }
        guard !applied.isEmpty else {
            return SchemaVerification(differences: [], obstacle: nil, migrations: history.statuses)
        }
        // Before a migration in the scratch schema makes a role that is missing.
        let role = try Catalog.readRole(session)
        do {
            var expected = try catalog(of: applied, session)
            let tables = expected.objects.filter { $0.kind == "table" }.map(\.name)
            var found = try Catalog.read(try liveSchema(session), tables: tables, session)
            if expected.objects.contains(where: { $0.kind == "grant" }) {
                expected.objects += Catalog.expectedRole.objects
                found.objects += role.objects
            }
            return SchemaVerification(
                differences: found.differences(from: expected),
                obstacle: nil,
                migrations: history.statuses
            )
        } catch let error as PostgresError {
            // A role that would defeat isolation stops the migration that needs it.
            let differences = role.differences(from: Catalog.expectedRole)
            guard !differences.isEmpty, case .server = error.code else { throw error }
            return SchemaVerification(differences: differences, obstacle: error.message, migrations: history.statuses)
        }
    }

    /// The schema that holds the live tables, or the one that would.
    private func liveSchema(_ session: borrowing BlockingSession) throws(PostgresError) -> String {
        let rows = try session.rows(
            """
            select coalesce(
                (select n.nspname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
                    where c.oid = to_regclass('todo_migrations')),
                current_schema()::text, 'public')
            """
        )
        return (rows.first?.first ?? nil) ?? "public"
    }

    /// What the migrations make of nothing.
    private func catalog(of migrations: [Migration], _ session: borrowing BlockingSession) throws -> Catalog {
        try checkSchemasMayBeMade(session)
        try session.execute("savepoint verification", timeout: .seconds(30))
        let result: Result<Catalog, PostgresError>
        do throws(PostgresError) {
            try weakenRole(session)
            try session.execute("create schema \(Self.scratchSchema)", timeout: silenceTimeout)
            try session.execute("set local search_path to \(Self.scratchSchema)", timeout: .seconds(30))
            try session.execute(MigrationHistory.createTable, timeout: silenceTimeout)
            for migration in migrations {
                try session.execute(migration.sqlForScratch, timeout: silenceTimeout)
            }
            result = .success(try Catalog.read(Self.scratchSchema, session))
        } catch {
            result = .failure(error)
        }
        try session.execute("rollback to savepoint verification", timeout: .seconds(30))
        return try result.get()
    }

    /// Takes the role's powers until the savepoint is rolled back, if the login may, since a migration refuses to go on with them.
    private func weakenRole(_ session: borrowing BlockingSession) throws(PostgresError) {
        try session.execute(
            """
            do $$ begin
                if exists (
                    select from pg_roles
                    where rolname = '\(TaskRole.name)' and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)
                ) then
                    alter role \(TaskRole.name) nosuperuser nobypassrls nocreaterole nocreatedb;
                end if;
            exception when insufficient_privilege then
                null; -- The migration says what an administrator is to do.
            end $$
            """,
            timeout: .seconds(30)
        )
    }

    /// - Throws: ``MigrationError`` with what an administrator is to run.
    func checkSchemasMayBeMade(_ session: borrowing BlockingSession) throws {
        let refusals = try session.rows(
            """
            select quote_ident(current_user), quote_ident(current_database())
            where not has_database_privilege(current_database(), 'create')
            """
        )
        guard let names = refusals.first, let login = names[0], let database = names[1] else { return }
        throw MigrationError.refused(
            "this needs a schema of its own within a transaction, and \(login) may not make one: let an administrator run "
                + "\"grant create on database \(database) to \(login);\", or use the login that owns the database"
        )
    }
}
