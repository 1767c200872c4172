/// The table of users as it was found.
struct UserTable {
    /// With its schema, quoted.
    let name: String
    /// Quoted.
    let column: String

    /// As it stands after `references`.
    var reference: String { "\(name) (\(column))" }

    /// How many users are named whose tasks have nobody.
    private static let limit = 20

    /// - Throws: ``MigrationError`` when there is no such table or column, or a foreign key cannot refer to it.
    static func find(_ link: UserLink, _ session: borrowing BlockingSession) throws -> UserTable {
        let shown = (link.schema.map { "\($0)." } ?? "") + link.table
        guard try session.rows("select 'yes' where to_regclass('tasks') is not null").first != nil else {
            throw MigrationError.refused("there is no table tasks; todoctl migrate up makes it")
        }
        let tables = try session.rows(
            """
            select quote_ident(n.nspname) || '.' || quote_ident(c.relname)
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p') and c.oid
                = to_regclass(case when $1 = '' then '' else quote_ident($1) || '.' end || quote_ident($2))
            """,
            [link.schema ?? "", link.table]
        )
        guard let name = tables.first.flatMap({ $0[0] }) else {
            throw MigrationError.refused(
                "there is no table \(shown) in this database: let Better Auth make it, or name the one it uses with --table"
            )
        }
        let columns = try session.rows(
            """
            select quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
                (a.atttypid in ('text'::regtype, 'varchar'::regtype))::text,
                exists (
                    select from pg_index x
                    where x.indrelid = a.attrelid and x.indisunique and x.indisvalid and x.indpred is null
                        and x.indimmediate and x.indnkeyatts = 1 and x.indkey[0] = a.attnum
                )::text
            from pg_attribute a
            where a.attrelid = $1::regclass and a.attname = $2 and a.attnum > 0 and not a.attisdropped
            """,
            [name, link.column]
        )
        guard let row = columns.first, let column = row[0], let type = row[1] else {
            throw MigrationError.refused("the table \(shown) has no column \(link.column); name it with --column")
        }
        guard row[2] == "true" else {
            throw MigrationError.refused(
                "\(shown).\(link.column) has the type \(type), and a foreign key from tasks.user_id, which is text, needs "
                    + "text or varchar there: \"alter table \(name) alter column \(column) type text;\", with the columns "
                    + "that refer to it, and have Better Auth make ids that are strings"
            )
        }
        guard row[3] == "true" else {
            throw MigrationError.refused(
                "\(shown).\(link.column) is not unique, and a foreign key needs that: "
                    + "\"alter table \(name) add unique (\(column));\""
            )
        }
        return UserTable(name: name, column: column)
    }

    /// - Throws: ``MigrationError`` when there are tasks of users who are not in the table, naming the users.
    func checkOrphans(_ session: borrowing BlockingSession, timeout: Duration) throws {
        let rows = try session.rows(
            """
            select t.user_id::text, count(*)::text, (count(*) over ())::text, (sum(count(*)) over ())::text
            from tasks t
            where not exists (select from \(name) u where u.\(column) = t.user_id)
            group by t.user_id
            order by t.user_id
            limit \(Self.limit)
            """,
            timeout: timeout
        )
        guard let first = rows.first, let users = first[2].flatMap({ Int($0) }), let tasks = first[3] else { return }
        let lines = rows.map { "\n  \($0[0] ?? ""): \($0[1] ?? "")" }.joined()
        let rest = users > rows.count ? "\n  and \(users - rows.count) more" : ""
        throw MigrationError.refused(
            "\(tasks) tasks have users who are not in \(name): make those users or delete their tasks first, nothing was "
                + "changed. By user id:\(lines)\(rest)"
        )
    }
}
