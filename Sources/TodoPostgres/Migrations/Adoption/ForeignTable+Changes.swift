extension ForeignTable {
    private static let types = [
        "id": "bigint", "user_id": "character varying(255)", "title": "character varying(200)", "description": "text",
        "completed": "boolean", "created_at": "timestamp with time zone", "updated_at": "timestamp with time zone",
    ]

    /// What becomes of the columns, a line for each one that changes.
    func changes(_ session: borrowing BlockingSession) throws(PostgresError) -> [String] {
        var changes: [String] = []
        for column in columns {
            guard let type = Self.types[column.name], type != column.type else { continue }
            let meaning = column.type == "timestamp without time zone" ? ", meaning UTC" : ""
            changes.append("\(column.name): \(column.type) becomes \(type)\(meaning)")
        }
        let missing = try session.rows(
            """
            select attname::text from pg_attribute
            where attrelid = $1::regclass and attname in ('completed', 'created_at', 'updated_at') and not attnotnull
            order by attnum
            """,
            [name]
        )
        for column in missing.compactMap({ $0[0] }) {
            let value = column == "completed" ? "false" : column == "created_at" ? "updated_at, else now" : "created_at"
            changes.append("\(column): null becomes \(value)")
        }
        changes.append("version: added")
        return changes
    }

    /// The indexes and constraints that the new table will not have.
    func leftBehind(_ session: borrowing BlockingSession) throws(PostgresError) -> [String] {
        try session.rows(
            """
            select format('constraint %s: %s', conname, pg_get_constraintdef(oid))
            from pg_constraint where conrelid = $1::regclass and contype in ('c', 'f', 'u', 'x')
            union all
            select format('index %s: %s', i.relname, pg_get_indexdef(i.oid))
            from pg_index x join pg_class i on i.oid = x.indexrelid
            where x.indrelid = $1::regclass and not x.indisprimary
                and i.relname not in ('idx_tasks_user_id', 'idx_tasks_user_completed')
                and not exists (select from pg_constraint c where c.conindid = i.oid)
            order by 1
            """,
            [name]
        )
        .compactMap { $0[0] }
    }
}
