/// What a database knows of a migration.
public struct MigrationStatus: Sendable, Hashable {
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

    public let version: Int
    public let name: String
    public let state: State
    /// When it was applied, RFC 3339 in UTC; `nil` when it was not.
    public let appliedAt: String?

    static func pending(_ version: Int, _ name: String) -> MigrationStatus {
        MigrationStatus(version: version, name: name, state: .pending, appliedAt: nil)
    }
}
