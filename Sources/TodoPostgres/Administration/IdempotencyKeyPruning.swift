import TodoCore

/// Removes the idempotency keys that have expired, of all users.
///
/// A user's new keys take some of the expired ones with them; what remains belongs to users who do not come back. To be run now
/// and then, once a day for example.
///
/// Runs as the role `todo_admin`, which the login must be allowed to take. Connecting takes at most 20 seconds.
public struct IdempotencyKeyPruning: Sendable {
    private let database: PostgresConfiguration

    /// How many keys one transaction looks at.
    private static let batchSize: Int64 = 1000

    /// - Parameter url: a libpq connection URL.
    public init(url: String) {
        database = PostgresConfiguration(url: url)
    }

    /// Walks through all keys, a batch in each transaction, so that nobody waits for it.
    ///
    /// What is done when it ends early stays.
    /// - Returns: how many keys were removed.
    /// - Throws: ``AdministrationError``; with the code `interrupted` when the task was cancelled.
    public func prune() async throws(AdministrationError) -> Int {
        try await BlockingSession.administer(database) { session in
            var removed = 0
            var last: (user: String, key: String)? = ("", "")
            while let position = last {
                guard !session.isCancelled else { throw PostgresError.cancelled }
                try session.begin(.change, as: .administrator, for: nil)
                try session.query(
                    Self.batch,
                    [.text, .text, .int8],
                    [.text(position.user), .text(position.key), .int8(Self.batchSize)],
                    timeout: BlockingSession.patience
                ) { result in
                    removed += Int(result.int64(row: 0, column: 0))
                    last =
                        result.isNull(row: 0, column: 1)
                        ? nil : (result.text(row: 0, column: 1), result.text(row: 0, column: 2))
                }
                try session.commit()
            }
            return removed
        }
    }

    private static let batch = """
        with batch as (
            select user_id, key, kept_at from todo_idempotency_keys
            where (user_id, key) > ($1, $2) order by user_id, key limit $3
        ), gone as (
            delete from todo_idempotency_keys k using batch b
            where k.user_id = b.user_id and k.key = b.key
                and k.kept_at <= now() - interval '\(IdempotencyKeys.lifetime)'
            returning 1
        )
        select (select count(*) from gone), last.user_id, last.key
        from (select) one left join (select user_id, key from batch order by user_id desc, key desc limit 1) last on true
        """
}
