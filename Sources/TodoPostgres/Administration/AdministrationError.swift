/// Why something that an administrator asked for was not done.
public struct AdministrationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What to branch on.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// The database cannot be reached, or cannot serve now.
        case unreachable
        /// The schema is too old, or the login lacks a role.
        case unfit
        /// The file is not what it should be: damaged, cut off, or with lines that break the rules. Nothing was changed.
        case refused
        /// A file cannot be read or written.
        case file
        /// It was interrupted; what was done until then is whole and stays.
        case interrupted
        /// Anything else; the transaction that was under way was rolled back.
        case failed
    }

    /// What to branch on.
    public let code: Code
    /// What is the matter and what to do, for an operator.
    public let description: String
}

extension AdministrationError {
    /// The one place where another error becomes one of these.
    init(_ error: any Error) {
        switch error {
        case let error as AdministrationError: self = error
        case let error as PostgresError: self.init(error)
        default: self.init(code: .failed, description: "\(error)")
        }
    }

    private init(_ error: PostgresError) {
        switch error.code {
        case .cancelled:
            self.init(code: .interrupted, description: "interrupted")
        case .connectionFailed, .closed, .overloaded:
            self.init(code: .unreachable, description: "the database cannot be reached: \(error.message)")
        case .connectionLost, .timedOut:
            self.init(code: .unreachable, description: "the database was lost on the way: \(error.message)")
        case .server(let state) where state.isServerUnavailable:
            self.init(code: .unreachable, description: "the database cannot serve now: \(error.message)")
        case .server(.undefinedTable), .server(.undefinedColumn):
            self.init(code: .unfit, description: "the schema is missing or too old: run todoctl migrate up")
        // The role is missing, or not the login's to take, or without its grants.
        case .server(.invalidParameterValue), .server(.insufficientPrivilege):
            self.init(
                code: .unfit,
                description: "\(error.message): run todoctl migrate up, or set MIGRATION_DATABASE_URL to the login "
                    + "that does. Where that login may not make roles, let an administrator run \"create role "
                    + "todo_admin nologin;\" and grant it to that login, then apply migration 3 anew: todoctl "
                    + "migrate down --to 2 --yes, todoctl migrate up"
            )
        case .server(.foreignKeyViolation) where error.constraint == UserLink.constraintName:
            self.init(
                code: .failed,
                description: "the user does not exist in the table that 'todoctl migrate link-users' linked tasks to"
            )
        case .server, .protocolViolation, .unfit:
            self.init(code: .failed, description: "\(error)")
        }
    }

    static func refused(_ description: String) -> AdministrationError {
        AdministrationError(code: .refused, description: description)
    }

    static func failed(_ description: String) -> AdministrationError {
        AdministrationError(code: .failed, description: description)
    }
}
