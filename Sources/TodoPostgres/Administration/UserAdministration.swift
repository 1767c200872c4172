public import TodoCore

/// What an administrator asks about users, and how a user is forgotten.
///
/// Runs as the role `todo_admin`, which the login must be allowed to take; `todoctl migrate up` sees to that for its own.
///
/// Connecting takes at most 20 seconds, a statement at most 15 minutes. Cancelling the task does not interrupt a statement.
public struct UserAdministration: Sendable {
    let database: PostgresConfiguration

    /// - Parameter url: a libpq connection URL.
    public init(url: String) {
        database = PostgresConfiguration(url: url)
    }

    /// Hands over every user who has tasks, in order, as they come from the database; memory does not grow with their number.
    ///
    /// - Parameter body: called on a thread of its own, which it may block; `false` ends the list.
    /// - Throws: ``AdministrationError``; with the code `interrupted` when `body` ended the list or the task was cancelled,
    ///   which is noticed at the next user.
    public func list(_ body: @escaping @Sendable (UserSummary) -> Bool) async throws(AdministrationError) {
        try await BlockingSession.administer(database) { session in
            try session.begin(.snapshot, as: .administrator, for: nil)
            let cancellation = session.cancellation
            try unsafe session.copyOut(Self.users, silence: BlockingSession.patience) { bytes in
                guard !cancellation.isSet else { return false }
                guard var row = unsafe CopyRow(bytes) else { return true }
                return body(
                    UserSummary(
                        user: UserID(unchecked: row.text() ?? ""),
                        tasks: Int(row.int64()),
                        completed: Int(row.int64()),
                        lastChange: row.timestamp()
                    )
                )
            }
            try session.commit()
        }
    }

    private static let users = """
        copy (
            select user_id, count(*), count(*) filter (where completed), max(updated_at)
            from tasks group by user_id order by user_id
        ) to stdout (format binary)
        """

    /// Numbers about all users' tasks, or one user's.
    ///
    /// - Throws: ``AdministrationError``
    public func statistics(of user: UserID? = nil) async throws(AdministrationError) -> TaskStatistics {
        try await BlockingSession.administer(database) { session in
            try session.begin(.snapshot, as: .administrator, for: nil)
            var statistics: TaskStatistics?
            try session.query(
                """
                select count(distinct user_id), count(*), count(*) filter (where completed), min(created_at),
                    max(created_at), max(updated_at),
                    coalesce(sum(octet_length(title) + coalesce(octet_length(description), 0)), 0)::bigint,
                    pg_total_relation_size('tasks')
                from tasks where $1 = '' or user_id = $1
                """,
                [.text],
                [.text(user?.rawValue ?? "")],
                timeout: BlockingSession.patience
            ) { statistics = TaskStatistics($0) }
            try session.commit()
            guard let statistics else { throw AdministrationError.failed("the database gave no numbers") }
            return statistics
        }
    }

    /// What ``erase(_:)`` would remove now.
    ///
    /// - Throws: ``AdministrationError``
    public func traces(of user: UserID) async throws(AdministrationError) -> UserTraces {
        try await BlockingSession.administer(database) { session in
            try session.begin(.snapshot, as: .administrator, for: user)
            let traces = UserTraces(
                tasks: try session.count("select count(*) from tasks where user_id = $1", user),
                imports: try session.count("select count(*) from todo_imports where user_id = $1", user),
                idempotencyKeys: try session.count(
                    "select count(*) from todo_idempotency_keys where user_id = $1",
                    user
                )
            )
            try session.commit()
            return traces
        }
    }

    /// Removes everything that is kept about a user, in one transaction: all of it or nothing.
    ///
    /// A running server goes on to serve the user, who may add tasks again. Cancelling does not interrupt it.
    /// - Returns: what was removed.
    /// - Throws: ``AdministrationError``
    public func erase(_ user: UserID) async throws(AdministrationError) -> UserTraces {
        try await BlockingSession.administer(database) { session in
            try session.begin(.change, as: .administrator, for: user)
            // First, so that an import that is under way notices.
            let imports = try session.count(
                "with gone as (delete from todo_imports where user_id = $1 returning 1) select count(*) from gone",
                user
            )
            let tasks = try session.count(
                "with gone as (delete from tasks where user_id = $1 returning 1) select count(*) from gone",
                user
            )
            let keys = try session.count(
                "with gone as (delete from todo_idempotency_keys where user_id = $1 returning 1) select count(*) from gone",
                user
            )
            try session.commit()
            return UserTraces(tasks: tasks, imports: imports, idempotencyKeys: keys)
        }
    }
}

extension BlockingSession {
    /// Runs a statement about a user that returns one number.
    func count(_ sql: String, _ user: UserID) throws(PostgresError) -> Int {
        var count = 0
        try query(sql, [.text], [.text(user.rawValue)], timeout: Self.patience) { result in
            count = Int(result.int64(row: 0, column: 0))
        }
        return count
    }
}

extension TaskStatistics {
    fileprivate init(_ result: borrowing PGResult) {
        func timestamp(_ column: Int, _ result: borrowing PGResult) -> Timestamp? {
            result.isNull(row: 0, column: column)
                ? nil : Timestamp(postgresMicroseconds: result.int64(row: 0, column: column))
        }
        self.init(
            users: Int(result.int64(row: 0, column: 0)),
            tasks: Int(result.int64(row: 0, column: 1)),
            completed: Int(result.int64(row: 0, column: 2)),
            firstCreated: timestamp(3, result),
            lastCreated: timestamp(4, result),
            lastChange: timestamp(5, result),
            textBytes: Int(result.int64(row: 0, column: 6)),
            storageBytes: Int(result.int64(row: 0, column: 7))
        )
    }
}
