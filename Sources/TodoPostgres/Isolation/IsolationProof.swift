/// What a connection shows before it serves: that the database keeps users apart even if a statement forgot to, and that it holds
/// tasks as statements read and write them.
struct IsolationProof: Sendable, Hashable {
    var role: String
    var isSuperuser: Bool
    var bypassesPolicies: Bool
    /// Whether the role owns a table of users' data, or may act as its owner.
    var isOwner: Bool
    /// Whether the role may act as the one that sees every user's tasks.
    var isAdministrator: Bool
    /// Whether row-level security is enabled and forced on every table of users' data.
    var isEnforced: Bool
    /// Whether there are rows to see for nobody in particular.
    var seesRows: Bool
    var schemaVersion: Int
    /// The columns of tasks that are missing or of a type that statements cannot take, with commas between them.
    var unfitColumns: String?
    /// How the database stores characters.
    var encoding: String

    /// Runs for nobody; the role and the policies are those that statements about tasks get.
    static let statement = Statement(
        name: "todo_proof",
        sql: """
            select current_user::text, r.rolsuper, r.rolbypassrls, t.is_owned,
                exists (
                    select from pg_roles a
                    where a.rolname = '\(TaskRole.administratorName)' and pg_has_role(current_user, a.oid, 'member')
                ),
                t.is_enforced, exists (select from tasks), (select coalesce(max(version), 0) from todo_migrations),
                (
                    select string_agg(c.name, ', ')
                    from (
                        values ('id', '{int8}'), ('user_id', '{varchar,text}'), ('title', '{varchar,text}'),
                            ('description', '{varchar,text}'), ('completed', '{bool}'), ('created_at', '{timestamptz}'),
                            ('updated_at', '{timestamptz}'), ('version', '{int8}')
                    ) c (name, types)
                    where not exists (
                        select from pg_attribute join pg_type t on t.oid = atttypid
                        where attrelid = 'tasks'::regclass and attname = c.name
                            and case typtype when 'd' then typbasetype else t.oid end = any (c.types::regtype[])
                    )
                ),
                current_setting('server_encoding')
            from pg_roles r, (
                select bool_or(pg_has_role(current_user, relowner, 'member')) as is_owned,
                    bool_and(relrowsecurity and relforcerowsecurity and row_security_active(oid)) as is_enforced
                from pg_class where oid in ('tasks'::regclass, to_regclass('todo_idempotency_keys'))
            ) t
            where r.rolname = current_user
            """,
        parameterTypes: [],
        resultTypes: [.text, .bool, .bool, .bool, .bool, .bool, .bool, .int8, .text, .text],
        access: .read
    )

    /// Why the connection must not serve, and what to do, in an operator's words; `nil` when it may.
    var fault: String? { (breach ?? misfit).map { "\($0.finding): \($0.remedy)" } }

    /// Why tasks cannot be read and written, apart from what to do.
    var misfit: (finding: String, remedy: String)? {
        if let unfitColumns {
            return (
                "columns of the table tasks are missing or of another type: \(unfitColumns)",
                "todoctl migrate verify says what they should be"
            )
        }
        if encoding != "UTF8" {
            return (
                "the database's encoding is \(encoding), which cannot hold every text",
                "restore it into one made with the encoding UTF8"
            )
        }
        return nil
    }

    /// Why isolation is not proved, apart from what to do.
    var breach: (finding: String, remedy: String)? {
        if role != TaskRole.name {
            return ("statements run as \(role) instead of \(TaskRole.name)", "grant \(TaskRole.name) to the login")
        }
        let remedy = "make it an ordinary role that owns nothing (alter role \(role) nosuperuser nobypassrls)"
        if isSuperuser { return ("the role \(role) is a superuser", remedy) }
        if bypassesPolicies { return ("the role \(role) bypasses row-level security", remedy) }
        if isOwner {
            return ("the role \(role) owns the table tasks or todo_idempotency_keys, or may act as its owner", remedy)
        }
        if isAdministrator {
            return (
                "the role \(role) may act as \(TaskRole.administratorName), which sees every user's tasks",
                "revoke \(TaskRole.administratorName) from \(role)"
            )
        }
        if !isEnforced {
            return (
                "row-level security is not in force on the table tasks or todo_idempotency_keys",
                "alter table … enable row level security, force row level security"
            )
        }
        if seesRows {
            return (
                "rows of the table tasks can be seen without a user, since a policy lets everybody in",
                "drop that policy, which todoctl migrate verify names"
            )
        }
        return nil
    }
}

extension IsolationProof {
    init(_ result: borrowing PGResult) throws(PostgresError) {
        guard result.rowCount == 1 else { throw .protocolViolation("the proof of isolation has no row") }
        self.init(
            role: result.text(row: 0, column: 0),
            isSuperuser: result.bool(row: 0, column: 1),
            bypassesPolicies: result.bool(row: 0, column: 2),
            isOwner: result.bool(row: 0, column: 3),
            isAdministrator: result.bool(row: 0, column: 4),
            isEnforced: result.bool(row: 0, column: 5),
            seesRows: result.bool(row: 0, column: 6),
            schemaVersion: Int(result.int64(row: 0, column: 7)),
            unfitColumns: result.isNull(row: 0, column: 8) ? nil : result.text(row: 0, column: 8),
            encoding: result.text(row: 0, column: 9)
        )
    }
}
