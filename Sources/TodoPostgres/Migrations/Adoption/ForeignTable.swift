/// The table `tasks` of another backend.
struct ForeignTable: Sendable {
    /// With its schema, quoted.
    let name: String
    /// Its schema, quoted.
    let schema: String
    let owner: String
    let columns: [Column]

    struct Column: Sendable, Hashable {
        let name: String
        let type: String
        let isGenerated: Bool

        var quotedName: String { "\"\(name.replacing("\"", with: "\"\""))\"" }
    }

    static let requiredColumns = ["id", "user_id", "title", "description", "completed", "created_at", "updated_at"]

    /// The value that a column has in the new table; the same as migration 1's rule for what is missing.
    static func value(of column: Column) -> String {
        switch column.name {
        case "completed": "coalesce(completed, false)"
        case "created_at": "coalesce(created_at, updated_at, now())"
        case "updated_at": "coalesce(updated_at, created_at, now())"
        default: column.quotedName
        }
    }

    /// Finds the table and makes sure that it can be taken over.
    ///
    /// - Throws: ``MigrationError`` that says why not.
    static func find(_ session: borrowing BlockingSession) throws -> ForeignTable {
        let tables = try session.rows(
            """
            select c.oid::regclass::text, quote_ident(n.nspname), quote_ident(n.nspname) || '.' || quote_ident(c.relname),
                quote_ident(pg_get_userbyid(c.relowner)), quote_ident(current_user),
                pg_has_role(c.relowner, 'usage')::text, c.relkind::text
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.oid = to_regclass('tasks')
            """
        )
        guard let row = tables.first, let schema = row[1], let name = row[2], let owner = row[3], let login = row[4]
        else {
            throw MigrationError.refused("there is no table tasks to take over; todoctl migrate up makes one")
        }
        guard row[6] == "r" else { throw MigrationError.refused("tasks is no ordinary table") }
        guard row[5] == "true" else {
            throw MigrationError.refused(
                "\(login) may not change the table tasks: use the login of its owner, \(owner)"
            )
        }
        let columns = try session.rows(
            """
            select attname::text, format_type(atttypid, atttypmod), (attgenerated <> '')::text
            from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum
            """,
            [name]
        )
        .map { Column(name: $0[0] ?? "", type: $0[1] ?? "", isGenerated: $0[2] == "true") }
        let table = ForeignTable(name: name, schema: schema, owner: owner, columns: columns)
        try table.checkColumns()
        try table.checkDependents(session)
        return table
    }

    private func checkColumns() throws(MigrationError) {
        let names = Set(columns.map(\.name))
        if names.contains("version") {
            throw .refused("the table tasks has been taken over already; todoctl migrate up applies what is pending")
        }
        let missing = Self.requiredColumns.filter { !names.contains($0) }
        guard missing.isEmpty else {
            throw .refused("the table tasks cannot be taken over: it has no column \(missing.joined(separator: ", "))")
        }
        guard let id = columns.first(where: { $0.name == "id" }),
            ["smallint", "integer", "bigint"].contains(id.type)
        else { throw .refused("the table tasks cannot be taken over: its ids are no whole numbers") }
    }

    /// What refers to the table would be lost or would refer to the old one.
    private func checkDependents(_ session: borrowing BlockingSession) throws {
        let dependents = try session.rows(
            """
            select format('the view %s', r.ev_class::regclass)
            from pg_depend d join pg_rewrite r on r.oid = d.objid
            where d.classid = 'pg_rewrite'::regclass and d.refobjid = $1::regclass and r.ev_class <> $1::regclass
            union
            select format('the foreign key %s of %s', conname, conrelid::regclass)
            from pg_constraint where contype = 'f' and confrelid = $1::regclass
            union
            select format('the trigger %s', tgname) from pg_trigger where tgrelid = $1::regclass and not tgisinternal
            union
            select format('the policy %s', polname) from pg_policy where polrelid = $1::regclass
            union
            select 'its inheritance' from pg_inherits where $1::regclass in (inhrelid, inhparent)
            union
            select 'its publication' from pg_publication_rel where prrelid = $1::regclass
            order by 1
            """,
            [name]
        )
        .compactMap { $0[0] }
        guard dependents.isEmpty else {
            throw MigrationError.refused(
                "a table that takes the place of tasks would lose \(dependents.joined(separator: ", ")): drop them first "
                    + "and make them again afterwards, or let todoctl migrate up change the table in place, which keeps "
                    + "readers out meanwhile"
            )
        }
    }

    /// The rows that break the rules.
    func refusedRows(_ session: borrowing BlockingSession, timeout: Duration) throws -> AdoptionPlan.RefusedRows {
        let rows = try session.rows(
            """
            select id::text, reason, (count(*) over ())::text
            from (
                select id, case
                    when id < 1 then 'id is not positive'
                    when user_id is null or user_id::text = '' then 'user_id is missing'
                    when char_length(user_id::text) > 255 then format('user_id has %s characters', char_length(user_id::text))
                    when title is null then 'title is missing'
                    when title !~ '[^[:space:]]' then 'title is blank'
                    when char_length(title) > 200 then format('title has %s characters', char_length(title))
                end as reason
                from \(name)
            ) checked
            where reason is not null
            order by checked.id
            limit \(AdoptionPlan.RefusedRows.limit)
            """,
            timeout: timeout
        )
        return AdoptionPlan.RefusedRows(
            count: rows.first.flatMap { $0[2] }.flatMap { Int($0) } ?? 0,
            first: rows.map { .init(id: $0[0] ?? "", reason: $0[1] ?? "") }
        )
    }
}
