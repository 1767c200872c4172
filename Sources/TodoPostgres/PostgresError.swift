/// What went wrong between this client and the database.
///
/// The description is for logs: it may hold the server's words, never a URL or a parameter.
public struct PostgresError: Error, Sendable {
    /// What to branch on.
    public enum Code: Sendable, Hashable {
        /// No connection could be made.
        case connectionFailed
        /// The database was reached and cannot serve tasks: its schema, its role or its isolation is not what it must be.
        case unfit
        /// The connection was lost while the query was under way.
        case connectionLost
        /// No answer came before the deadline.
        case timedOut
        /// The queue is full; nothing was sent.
        case overloaded
        /// The calling task was cancelled.
        case cancelled
        /// The client has been shut down; nothing was sent.
        case closed
        /// The server refused the statement.
        case server(SQLState)
        /// The server or libpq did something that this client does not understand.
        case protocolViolation
    }

    /// What to branch on.
    public let code: Code
    /// The server's, libpq's or this client's words, for logs.
    public let message: String
    /// The constraint that refused a row, when one did.
    public let constraint: String?
    /// Why the server, or a pooler in its name, refused a connection, where it said so.
    public let refusal: SQLState?
    /// Whether the statement certainly had no effect, so that it may be sent again whatever it is.
    public let isSafeToRetry: Bool
    /// Whether the server asked for a password, and none had been given.
    let lacksPassword: Bool

    init(
        _ code: Code,
        _ message: String,
        constraint: String? = nil,
        refusal: SQLState? = nil,
        isSafeToRetry: Bool,
        lacksPassword: Bool = false
    ) {
        self.code = code
        self.message = message
        self.constraint = constraint
        self.refusal = refusal
        self.isSafeToRetry = isSafeToRetry
        self.lacksPassword = lacksPassword
    }
}

extension PostgresError {
    /// Whether the database answered the statement, so that something is the matter with the two of them.
    var isAnswer: Bool {
        switch code {
        case .server, .protocolViolation: true
        case .connectionFailed, .unfit, .connectionLost, .timedOut, .overloaded, .cancelled, .closed: false
        }
    }
}

extension PostgresError: CustomStringConvertible {
    public var description: String {
        if case .server(let state) = code { return "\(state): \(message)" }
        return "\(code): \(message)"
    }
}

extension PostgresError {
    static func connectionFailed(_ message: String) -> PostgresError {
        PostgresError(.connectionFailed, message, isSafeToRetry: true)
    }

    static func unfit(_ message: String) -> PostgresError {
        PostgresError(.unfit, message, isSafeToRetry: true)
    }

    static func connectionLost(_ message: String) -> PostgresError {
        PostgresError(.connectionLost, message, isSafeToRetry: false)
    }

    static let overloaded = PostgresError(.overloaded, "the queue for the database is full", isSafeToRetry: true)
    static let cancelled = PostgresError(.cancelled, "the calling task was cancelled", isSafeToRetry: false)
    static let closed = PostgresError(.closed, "the client has been shut down", isSafeToRetry: true)

    /// `wasSent` says whether anything of the statement may have reached the server.
    static func timedOut(wasSent: Bool) -> PostgresError {
        PostgresError(
            .timedOut,
            wasSent ? "no answer came in time" : "no connection was free in time",
            isSafeToRetry: !wasSent
        )
    }

    static func protocolViolation(_ message: String) -> PostgresError {
        PostgresError(.protocolViolation, message, isSafeToRetry: false)
    }
}

extension PostgresError {
    /// The same error when it comes in place of a commit's confirmation: a server that goes away then may have committed.
    var afterCommitBegan: PostgresError { endsSession ? .connectionLost(message) : self }

    /// What a statement fails with that was not sent for want of a connection: the error is the connection's, not its own.
    var withoutEffect: PostgresError { code == .unfit ? self : .connectionFailed(message) }

    /// Whether the statement had no effect because others hold what it needs.
    var isAboutLocks: Bool { code == .server(.lockNotAvailable) || code == .server(.deadlockDetected) }

    /// Whether the server ends the session with this error.
    var endsSession: Bool {
        guard case .server(let state) = code else { return false }
        return state.endsSession
    }
}
