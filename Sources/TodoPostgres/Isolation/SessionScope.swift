/// How long the server process at the other end of a connection is ours alone.
enum SessionScope: Sendable, Hashable {
    /// As long as the connection: what is set once holds, and statements are prepared by name.
    case connection
    /// Until the transaction ends, as behind a pooler in transaction mode.
    ///
    /// The next transaction may run in a process that another client has left in any state, so each one sets what it relies on,
    /// and statements are sent whole, because a name may stand for somebody else's.
    indirect case transaction(SessionDefaults)
}

/// What a transaction sets when the session is not ours.
struct SessionDefaults: Sendable, Hashable {
    /// How long a statement may run, in milliseconds.
    let statementTimeout: String
    /// Where the login's new sessions look for tables.
    let searchPath: String
    /// How durable a commit is in the login's new sessions.
    let synchronousCommit: String
    /// How long a statement waits for a lock: as in the login's new sessions, unless the connection waits only briefly.
    var lockTimeout: String
    /// Whether transactions of the login's new sessions may write.
    let isReadOnly: Bool
}
