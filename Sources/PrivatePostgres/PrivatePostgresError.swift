/// Why a private cluster could not be made, started or used, and what to do about it.
package struct PrivatePostgresError: Error, Sendable, CustomStringConvertible {
    /// What callers may branch on.
    package enum Code: Sendable, Hashable {
        /// PostgreSQL's programs are not installed, or not where they are looked for.
        case notInstalled
        /// A server runs on this folder already, or another process is starting one.
        case alreadyRunning
        /// The folder cannot be made, entered or owned.
        case folder
        /// `initdb` or the server failed, or did not become ready in time.
        case startFailed
        /// A statement or a program of PostgreSQL's failed.
        case commandFailed
    }

    package let code: Code
    /// What went wrong and how it may be remedied.
    package let message: String

    package var description: String { message }

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}
