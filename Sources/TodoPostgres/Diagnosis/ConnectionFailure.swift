/// Why no connection to a database comes about, told apart by what can be done about it.
enum ConnectionFailure: Sendable, Hashable, CaseIterable {
    /// Nobody answers at that address.
    case unreachable
    /// The server is starting, stopping or recovering.
    case notReady
    /// The server has no connection left.
    case crowded
    /// libpq does not understand the URL.
    case malformedURL
    /// The user or the password is wrong, or the server lets this login in from nowhere or not from here.
    case login
    /// There is no database of that name.
    case noDatabase
    /// The URL asks for an encryption that does not come about.
    case notTrusted

    /// - Parameters:
    ///   - error: what connecting threw.
    ///   - url: what it was given.
    init(_ error: PostgresError, url: String) {
        guard PGConnectionInfo.fault(in: url) == nil else {
            self = .malformedURL
            return
        }
        self =
            switch error.refusal {
            case let state? where state.errorClass == "28" || state == .insufficientPrivilege: .login
            case .invalidCatalogName?: .noDatabase
            case .tooManyConnections?: .crowded
            // PgBouncer has one code for everything.
            case .protocolViolation?, nil: Self(words: error.message)
            case _?: .notReady
            }
    }

    /// libpq, which is not translated in this program, and PgBouncer have no codes but these words.
    private init(words: String) {
        let words = words.lowercased()
        self =
            if Self.aboutLogins.contains(where: words.contains) {
                .login
            } else if words.contains("no such database") {
                .noDatabase
            } else if Self.aboutTrust.contains(where: words.contains) {
                .notTrusted
            } else if words.contains("invalid") && words.contains("value") {
                .malformedURL
            } else {
                .unreachable
            }
    }

    private static let aboutLogins = [
        "password authentication failed", "sasl authentication failed", "no password supplied", "auth failed",
        "no such user",
    ]
    private static let aboutTrust = [
        "does not support ssl", "certificate verify failed", "does not match host name", "root certificate file",
        "certificate file", "private key file", "channel binding",
    ]

    /// Whether waiting may help.
    var isPassing: Bool {
        switch self {
        case .unreachable, .notReady, .crowded: true
        case .malformedURL, .login, .noDatabase, .notTrusted: false
        }
    }

    var fault: Finding.Fault { isPassing ? .unreachable : .configuration }

    var remedy: String {
        switch self {
        case .unreachable:
            "start PostgreSQL, or correct host and port of the connection URL; todoctl db wait waits until it answers"
        case .notReady: "wait until it is ready, as todoctl db wait does; PostgreSQL's log tells what it is at"
        case .crowded: "end connections that nobody needs, raise max_connections, or put a pooler in between"
        case .malformedURL:
            "write it as postgresql://user:password@host:5432/database?sslmode=verify-full, with %40 for @, %3A for : "
                + "and %2F for / in a password"
        case .login:
            "correct user and password of the connection URL; where they are right, let an administrator look at "
                + "pg_hba.conf and the rights of that login"
        case .noDatabase: "correct the database's name in the connection URL, or let an administrator create it"
        case .notTrusted:
            "correct sslmode, sslrootcert, channel_binding or the host's name in the connection URL, or the server's "
                + "certificate"
        }
    }
}
