/// The statements that make one kind of change.
///
/// Each is one statement, so that what it judges by is what it changes: no condition can cease to hold in between.
struct WriteStatements: Sendable {
    /// Makes the change.
    let plain: Statement
    /// Makes the change if the task's version allows it, and tells the version.
    ///
    /// Further parameters: the versions expected or null, and those excluded.
    let conditional: Statement?
    /// Makes the change under a key, or tells what came of it before.
    ///
    /// Further parameters: those of the condition where the task is there before, the key and the fingerprint.
    let keyed: Statement

    /// Parameters: user, title, description, completed.
    static let insert = WriteStatements(
        name: "todo_insert",
        target: nil,
        action: "insert into tasks (user_id, title, description, completed)",
        values: ["$1", "$2", "$3", "$4"],
        parameterTypes: [.varchar, .varchar, .text, .bool],
        user: "$1"
    )

    /// Parameters: number, user, title or null, whether the description is set, the description, completed or null, whether it
    /// is toggled, by how much the version grows.
    static let change = WriteStatements(
        name: "todo_change",
        target: "$1",
        action: """
            update tasks set title = coalesce($3, title), description = case when $4 then $5 else description end,
                completed = coalesce($6, completed <> $7), version = version + $8,
                updated_at = case when $8 = 0 then updated_at else \(laterTime) end
            """,
        parameterTypes: [.int8, .varchar, .varchar, .bool, .text, .bool, .bool, .int8],
        user: "$2"
    )

    /// Toggles completion, which is the change most often made.
    ///
    /// Parameters: number, user.
    static let toggle = WriteStatements(
        name: "todo_toggle",
        target: "$1",
        action: "update tasks set completed = not completed, version = version + 1, updated_at = \(laterTime)",
        parameterTypes: [.int8, .varchar],
        user: "$2"
    )

    /// Parameters: number, user.
    static let delete = WriteStatements(
        name: "todo_delete",
        target: "$1",
        action: "delete from tasks",
        parameterTypes: [.int8, .varchar],
        user: "$2",
        leavesTask: false
    )
}

extension WriteStatements {
    /// When a change is made: later than the one before by at least what the API shows of a time, even when the clock stands
    /// still or goes back.
    private static let laterTime = "greatest(now(), updated_at + interval '1 millisecond')"

    /// - Parameters:
    ///   - name: what the statements' names begin with.
    ///   - target: the parameter that is the task's number; `nil` for a task that is new.
    ///   - action: the SQL up to its condition.
    ///   - values: what a new task is made of.
    ///   - parameterTypes: the types of the action's parameters.
    ///   - user: the parameter that is the user.
    ///   - leavesTask: whether there is a task afterwards, which is the answer.
    private init(
        name: String,
        target: String?,
        action: String,
        values: [String] = [],
        parameterTypes: [PGTypeID],
        user: String,
        leavesTask: Bool = true
    ) {
        let columns = TaskStatements.columns
        let list = values.joined(separator: ", ")
        let count = parameterTypes.count
        plain = Statement(
            name: name,
            sql: target.map { "\(action) where id = \($0) and user_id = \(user) returning \(columns)" }
                ?? "\(action) values (\(list)) returning \(columns)",
            parameterTypes: parameterTypes,
            resultTypes: TaskStatements.columnTypes,
            access: .write
        )
        guard let target else {
            conditional = nil
            keyed = Self.keyed(
                name,
                "changed as (\(action) select \(list) from claim where is_free returning \(columns))",
                version: "null::bigint",
                parameterTypes,
                user,
                leavesTask: leavesTask
            )
            return
        }
        // The row is locked first: its version is then the one that the change finds, whoever changed it a moment ago.
        let changed = """
            changed as (
                \(action)
                where id = (
                    select id from target
                    where ($\(count + 1) is null or version = any ($\(count + 1))) and version <> all ($\(count + 2))
                ) and user_id = \(user)
                returning \(columns)
            )
            """
        let lock = "select id, version from tasks where id = \(target) and user_id = \(user)"
        let types = parameterTypes + [.int8Array, .int8Array]
        conditional = Statement(
            name: "\(name)_if",
            sql: """
                with target as (\(lock) for update), \(changed)
                select \(Self.qualified("changed")), target.version from target left join changed on true
                """,
            parameterTypes: types,
            resultTypes: TaskStatements.columnTypes + [.int8],
            access: .write
        )
        keyed = Self.keyed(
            name,
            "target as (\(lock) and (select is_free from claim) for update), \(changed)",
            version: "(select version from target)",
            types,
            user,
            leavesTask: leavesTask
        )
    }

    static func qualified(_ table: String) -> String {
        TaskStatements.columns.split(separator: ", ").map { "\(table).\($0)" }.joined(separator: ", ")
    }
}
