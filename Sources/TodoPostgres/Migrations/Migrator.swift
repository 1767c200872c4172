public struct Migrator: Sendable {
    public init(url: String, lockTimeout: Duration = .seconds(30)) {}
    /// Every migration this build knows and every one the database records, in order of version.
    public func status() async throws(MigrationError) -> [MigrationStatus] { [] }
    /// Applies what is pending, all in one transaction; returns what was applied.
    public func apply() async throws(MigrationError) -> [MigrationStatus] { [] }
}

public struct MigrationStatus: Sendable, Hashable {
    public enum State: String, Sendable, Hashable { case applied, pending, modified, unknown }
    public let version: Int
    public let name: String
    public let state: State
    /// RFC 3339, when applied.
    public let appliedAt: String?
}

public struct MigrationError: Error, Sendable, CustomStringConvertible {
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// The database cannot be reached.
        case unreachable
        /// Another migration run holds the lock.
        case locked
        /// The recorded migrations and this build's do not fit together.
        case mismatch
        /// A statement failed; nothing was changed.
        case failed
    }
    public let code: Code
    public let description: String
}
