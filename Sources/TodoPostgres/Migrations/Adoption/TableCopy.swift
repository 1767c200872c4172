/// A table with the rows of another backend's, made by migration 1 in a schema of its own, which will take the other's place.
struct TableCopy {
    let source: ForeignTable
    /// How long to wait for the answer to a long statement.
    let timeout: Duration

    static let schema = "todo_adoption"
    static let name = schema + ".tasks"

    /// Makes the table, fills it and gives it its indexes; the source is only read.
    ///
    /// - Parameters:
    ///   - limit: the most rows to copy; all of them when `nil`.
    ///   - session: a connection in a transaction, whose search path it changes.
    /// - Throws: ``PostgresError``.
    func make(limit: Int? = nil, _ session: borrowing BlockingSession) throws(PostgresError) {
        try session.execute(
            """
            create schema \(Self.schema);
            create table \(Self.name) (
                like \(source.name) including defaults including generated including comments including storage
            );
            set local search_path to \(Self.schema);
            """,
            timeout: timeout
        )
        // On an empty table it takes no time, and there is no second description of the schema.
        try session.execute(Migration.createTasks.sql, timeout: timeout)
        let indexes = try session.rows(
            """
            select i.oid::regclass::text, pg_get_indexdef(i.oid)
            from pg_index x join pg_class i on i.oid = x.indexrelid
            where x.indrelid = '\(Self.name)'::regclass and not x.indisprimary
            """
        )
        // An index is quicker made than kept while rows come in.
        for index in indexes { try session.execute("drop index \(index[0] ?? "")", timeout: timeout) }
        try session.execute(copy(limit), timeout: timeout)
        for index in indexes { try session.execute(index[1] ?? "", timeout: timeout) }
        try session.execute("analyze \(Self.name)", timeout: timeout)
    }

    private func copy(_ limit: Int?) -> String {
        let columns = source.columns.filter { !$0.isGenerated }
        let rows = limit.map { " limit \($0)" } ?? ""
        return """
            insert into \(Self.name) (\(columns.map(\.quotedName).joined(separator: ", ")))
            select \(columns.map(ForeignTable.value).joined(separator: ", ")) from \(source.name)\(rows)
            """
    }

    /// The count of the rows and a digest over all of their columns that does not depend on their order.
    ///
    /// The sum of a 64-bit hash of each row, twice with different seeds: it needs no memory, however large the table is.
    func digest(
        of table: String,
        _ session: borrowing BlockingSession
    ) throws(PostgresError) -> (rows: Int, digest: String) {
        let types = try session.rows(
            """
            select attname::text, format_type(atttypid, atttypmod)
            from pg_attribute where attrelid = '\(Self.name)'::regclass and attnum > 0
            """
        )
        let values = source.columns.filter { !$0.isGenerated }
            .map { column in
                let type = types.first { $0[0] == column.name }.flatMap { $0[1] } ?? column.type
                // What was too long has been refused; the bare type is the one that cuts nothing off.
                let bare = type.prefix { $0 != "(" }
                return "(\(ForeignTable.value(of: column)))::\(bare.isEmpty ? type[...] : bare)"
            }
        let row = "row(\(values.joined(separator: ", ")))::text"
        let result = try session.rows(
            """
            select count(*)::text,
                md5(concat_ws(' ', sum(hashtextextended(value, 0)::numeric), sum(hashtextextended(value, 1)::numeric)))
            from (select \(row) as value from \(table)) copied
            """,
            timeout: timeout
        )
        return (result.first.flatMap { $0[0] }.flatMap { Int($0) } ?? 0, result.first.flatMap { $0[1] } ?? "")
    }

    /// Lets numbers go on where they were, and gives the table the owner and the grants of the source.
    func inherit(_ session: borrowing BlockingSession) throws(PostgresError) {
        let sequences = try session.rows("select pg_get_serial_sequence($1, 'id')", [source.name])
        let next = sequences.first.flatMap { $0[0] }
            .map { "(select last_value + case when is_called then 1 else 0 end from \($0))" }
        _ = try session.rows(
            """
            select setval(
                pg_get_serial_sequence('\(Self.name)', 'id'),
                greatest((select coalesce(max(id), 0) + 1 from \(Self.name)), \(next ?? "1")), false)::text
            """
        )
        try session.execute(
            "grant create on schema \(Self.schema) to \(source.owner); alter table \(Self.name) owner to \(source.owner)",
            timeout: timeout
        )
        let grants = try session.rows(
            """
            with privileges as (
                select relowner as owner, p.*, null::text as columns
                from pg_class, aclexplode(relacl) p where oid = $1::regclass
                union all
                select c.relowner, p.*, format(' (%I)', a.attname)
                from pg_class c join pg_attribute a on a.attrelid = c.oid and not a.attisdropped, aclexplode(a.attacl) p
                where c.oid = $1::regclass
            )
            select format('grant %s%s on \(Self.name) to %s%s', privilege_type, columns,
                case when grantee = 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end,
                case when is_grantable then ' with grant option' else '' end)
            from privileges where grantee <> owner
            """,
            [source.name]
        )
        for grant in grants { try session.execute(grant[0] ?? "", timeout: timeout) }
    }
}
