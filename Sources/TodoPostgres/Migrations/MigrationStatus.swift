/// What a database knows of a migration.
public struct MigrationStatus: Sendable, Hashable {
    /// How the database's record and this build compare.
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// Recorded in the database, and the same as this build's.
        case applied
        /// Known to this build, not yet in the database.
        case pending
        /// Known to this build and not recorded, although a later one is.
        case missing
        /// Recorded, but its text differs from this build's: one of the two was changed after it was released.
        case modified
        /// Recorded, but not known to this build: the database is newer.
        case unknown
    }

    /// Its number in the order of all migrations, from 1.
    public let version: Int
    /// What it does, in some words.
    public let name: String
    /// How the record and this build compare.
    public let state: State
    /// When it was applied, RFC 3339 in UTC; `nil` when it was not.
    public let appliedAt: String?

    static func pending(_ version: Int, _ name: String) -> MigrationStatus {
        MigrationStatus(version: version, name: name, state: .pending, appliedAt: nil)
    }
}
