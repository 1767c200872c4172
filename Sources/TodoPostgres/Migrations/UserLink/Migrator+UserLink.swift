extension Migrator {
    /// Adds the foreign key, after the table, the column, their types and every task's user have been checked.
    ///
    /// First for new rows alone, which locks both tables for a moment, then for those that are there, while everybody reads and
    /// writes. A login that the policies hold for sees no rows: for it they are lifted meanwhile, and the table is locked.
    ///
    /// - Returns: ``UserLink/Outcome/unchanged`` when it was there already.
    /// - Throws: ``MigrationError``; a key that was added and not validated yet is validated by the next call.
    public func link(to users: UserLink) async throws(MigrationError) -> UserLink.Outcome {
        try await run { session in
            let isNew = try transaction(session) {
                let target = try UserTable.find(users, session)
                switch try ExistingLink.find(session) {
                case let link? where link.target != target.reference:
                    throw MigrationError.refused(
                        "tasks.user_id refers to \(link.target) already; todoctl migrate link-users --unlink removes that"
                    )
                case let link?: return !link.isValid
                case nil: break
                }
                try seeingEveryRow(session) {
                    try target.checkOrphans(session, timeout: silenceTimeout)
                    try session.execute(
                        """
                        alter table tasks add constraint \(UserLink.constraintName)
                            foreign key (user_id) references \(target.reference) on delete cascade not valid
                        """,
                        timeout: silenceTimeout
                    )
                }
                return true
            }
            guard isNew else { return .unchanged }
            try transaction(session) {
                try seeingEveryRow(session) {
                    try session.execute(
                        "alter table tasks validate constraint \(UserLink.constraintName)",
                        timeout: silenceTimeout
                    )
                }
            }
            return .linked
        }
    }

    /// Removes the foreign key; tasks stay as they are.
    ///
    /// - Returns: ``UserLink/Outcome/unchanged`` when there was none.
    /// - Throws: ``MigrationError``; nothing was changed then.
    public func unlink() async throws(MigrationError) -> UserLink.Outcome {
        try await run { session in
            try transaction(session) {
                guard try ExistingLink.find(session) != nil else { return .unchanged }
                try session.execute(
                    "alter table tasks drop constraint \(UserLink.constraintName)",
                    timeout: silenceTimeout
                )
                return .unlinked
            }
        }
    }

    /// PostgreSQL validates a foreign key by a query, and row-level security that is forced holds for it: the owner would see no
    /// rows, and whatever there is would be valid.
    private func seeingEveryRow(_ session: borrowing BlockingSession, _ body: () throws -> Void) throws {
        let isSubject = try session.rows("select 'yes' where row_security_active('tasks')").first != nil
        if isSubject {
            try session.execute("alter table tasks no force row level security", timeout: silenceTimeout)
            guard try session.rows("select 'yes' where row_security_active('tasks')").first == nil else {
                throw MigrationError.refused("this login does not see every task: use the owner's of the table tasks")
            }
        }
        try body()
        if isSubject { try session.execute("alter table tasks force row level security", timeout: silenceTimeout) }
    }
}

/// The foreign key as it is there.
private struct ExistingLink {
    /// Table and column as SQL has them.
    let target: String
    let isValid: Bool

    static func find(_ session: borrowing BlockingSession) throws(PostgresError) -> ExistingLink? {
        let rows = try session.rows(
            """
            select format('%s.%s (%s)', quote_ident(n.nspname), quote_ident(c.relname), quote_ident(a.attname)),
                k.convalidated::text
            from pg_constraint k
                join pg_class c on c.oid = k.confrelid
                join pg_namespace n on n.oid = c.relnamespace
                join pg_attribute a on a.attrelid = k.confrelid and a.attnum = k.confkey[1]
            where k.conrelid = 'tasks'::regclass and k.conname = '\(UserLink.constraintName)' and k.contype = 'f'
            """
        )
        guard let row = rows.first, let target = row[0] else { return nil }
        return ExistingLink(target: target, isValid: row[1] == "true")
    }
}
