/// What a database knows of a migration.
public struct MigrationStatus: Sendable, Hashable {
    public enum State: String, Sendable, Hashable {
        /// Recorded in the database, and the same as this build's.
        case applied
        /// Known to this build, not yet in the database.
        case pending
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
}

/// Why migrations could not be read or applied; nothing was changed.
public struct MigrationError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// The database cannot be reached.
        case unreachable
        /// Another migration run holds the lock.
        case locked
        /// The recorded migrations and this build's do not fit together.
        case mismatch
        /// A statement failed.
        case failed
    }

    public let code: Code
    /// What is the matter and what to do, for an operator.
    public let description: String
}

extension MigrationError {
    init(_ error: PostgresError) {
        switch error.code {
        case .connectionFailed, .connectionLost, .timedOut, .closed, .cancelled, .overloaded:
            self.init(code: .unreachable, description: "the database cannot be reached: \(error.message)")
        case .server(let state) where state.isServerUnavailable:
            self.init(code: .unreachable, description: "the database cannot serve now: \(error.message)")
        case .server(.lockNotAvailable):
            self.init(
                code: .locked,
                description: "a table is in use and could not be locked in time; try again when it is quieter"
            )
        case .server, .protocolViolation, .unfit:
            self.init(code: .failed, description: "nothing was changed: \(error)")
        }
    }
}
