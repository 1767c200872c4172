import TodoCore

/// Changes that are made once under a key.
///
/// The table of keys has, for each, the answer: the task as the change left it, nothing where it was deleted.
extension WriteStatements {
    /// Which constraint a key violates that was kept after this statement's snapshot was taken.
    static let keyConstraint = "todo_idempotency_keys_pkey"

    /// How many of the user's expired keys a new one takes with it, so that they do not pile up.
    private static let pruned = 8

    /// One statement that looks for the key, makes the change if there is none, and keeps key and answer.
    ///
    /// Of several that come under one key at once, one gets the lock, and the others are told so at once. Whoever gets it just
    /// after the first has committed may have a snapshot from before that: then the key's constraint undoes the change with the
    /// transaction. What is expired is removed last, when nothing else is waited for, and never waited for itself.
    ///
    /// The result has one row: the task, its version in the moment of the change, the fingerprint of the former request, and
    /// whether the key was free.
    static func keyed(
        _ name: String,
        _ change: String,
        version: String,
        _ parameterTypes: [PGTypeID],
        _ user: String,
        leavesTask: Bool
    ) -> Statement {
        let (key, fingerprint) = ("$\(parameterTypes.count + 1)", "$\(parameterTypes.count + 2)")
        let expiry = "now() - interval '\(IdempotencyKeys.lifetime)'"
        let kept = "user_id, key, fingerprint" + (leavesTask ? ", \(IdempotencyKeys.answerColumns)" : "")
        let answer = leavesTask ? ", \(qualified("changed"))" : ""
        return Statement(
            name: "\(name)_once",
            sql: """
                with former as (
                    select fingerprint, \(IdempotencyKeys.answerColumns) from todo_idempotency_keys
                    where user_id = \(user) and key = \(key) and kept_at > \(expiry)
                ), claim as (
                    select pg_try_advisory_xact_lock(hashtextextended(\(user) || ' ' || \(key), 0)) as is_free
                    where not exists (select from former)
                ), \(change), expired as (
                    delete from todo_idempotency_keys
                    where user_id = \(user) and key = \(key) and kept_at <= \(expiry) and exists (select from changed)
                    returning 1
                ), kept as (
                    insert into todo_idempotency_keys (\(kept))
                    select \(user), \(key), \(fingerprint)\(answer) from changed
                    where (select count(*) from expired) >= 0
                    returning 1
                ), pruned as (
                    delete from todo_idempotency_keys
                    where user_id = \(user) and key = any (array(
                        select key from todo_idempotency_keys
                        where user_id = \(user) and kept_at <= \(expiry) and exists (select from kept)
                        order by kept_at limit \(pruned) for update skip locked
                    ))
                ), answer as (
                    select \(IdempotencyKeys.answerColumns) from former
                    union all
                    select \(qualified("changed")) from changed
                )
                select answer.*, \(version), (select fingerprint from former), (select is_free from claim)
                from (select) one left join answer on true
                """,
            parameterTypes: parameterTypes + [.varchar, .text],
            resultTypes: TaskStatements.columnTypes + [.int8, .text, .bool],
            access: .write
        )
    }
}

/// What the table of keys is called in SQL.
enum IdempotencyKeys {
    /// How long a key is kept, as an interval.
    static let lifetime = "\(IdempotentRequest.lifetimeInHours) hours"

    /// The answer's columns, in the order of ``TaskStatements/columns``.
    static let answerColumns = "task_id, title, description, completed, created_at, updated_at, version"
}
