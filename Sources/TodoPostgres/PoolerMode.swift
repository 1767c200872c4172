/// What stands between this client and PostgreSQL (the words of PgBouncer's `pool_mode`).
public enum PoolerMode: String, Sendable, Hashable, CaseIterable {
    /// Find out at each connection: a pooler shows by its name, or because another process answers than the one that greeted.
    case auto
    /// Nothing, or a pooler that gives every client a session of its own.
    case session
    /// A pooler that gives a session for one transaction at a time.
    case transaction
}
