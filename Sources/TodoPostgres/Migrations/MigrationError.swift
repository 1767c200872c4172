/// Why the schema could not be read or changed; nothing was changed unless the description says otherwise.
public struct MigrationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What to branch on.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// The database cannot be reached.
        case unreachable
        /// Another migration run holds the lock, or somebody a table.
        case locked
        /// The recorded migrations and this build's do not fit together.
        case mismatch
        /// The schema is not what the migrations make.
        case drift
        /// What was asked for cannot be done with this database as it is.
        case refused
        /// A statement failed.
        case failed
    }

    /// What to branch on.
    public let code: Code
    /// What is the matter and what to do, for an operator.
    public let description: String
}

extension MigrationError {
    static func refused(_ description: String) -> MigrationError {
        MigrationError(code: .refused, description: description)
    }

    /// The one place where another error becomes one of these.
    init(_ error: any Error) {
        switch error {
        case let error as MigrationError: self = error
        case let error as PostgresError: self.init(error)
        default: self.init(code: .failed, description: "\(error)")
        }
    }

    private init(_ error: PostgresError) {
        switch error.code {
        case .connectionFailed, .connectionLost, .timedOut, .closed, .cancelled, .overloaded:
            self.init(code: .unreachable, description: "the database cannot be reached: \(error.message)")
        case .server(let state) where state.isServerUnavailable:
            self.init(code: .unreachable, description: "the database cannot serve now: \(error.message)")
        case .server(.lockNotAvailable), .server(.deadlockDetected):
            self.init(
                code: .locked,
                description: "a table is in use and could not be locked in time; try again when it is quieter"
            )
        case .server(.queryCanceled):
            self.init(
                code: .failed,
                description: "nothing was changed: a statement took longer than the statement time-out allows"
            )
        case .server, .protocolViolation, .unfit:
            self.init(code: .failed, description: "nothing was changed: \(error)")
        }
    }
}
