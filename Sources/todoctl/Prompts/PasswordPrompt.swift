import TodoPostgres
import TodoSettings

/// Asks for the database's password where the server wants one and nobody has given it, as psql does.
enum PasswordPrompt {
    private static let limit = 1024

    /// The URL, with the password that was typed where one had to be.
    ///
    /// Without a terminal nobody is asked, and whoever connects fails.
    /// - Throws: ``Failure`` when the terminal does not do as it is told, or the password is no UTF-8.
    static func completing(_ url: Secret) async throws -> String {
        let url = url.reveal()
        guard Console.hasSomebodyToAsk, await DatabasePassword.isMissing(in: url) else { return url }
        let line = try HiddenPrompt.ask("Password of the database (not shown):", limit: limit)
        guard line.count <= limit, let password = String(validating: line, as: UTF8.self) else {
            throw Failure("this is no password: it must be UTF-8 and have at most \(limit) bytes")
        }
        return DatabasePassword.adding(password, to: url)
    }
}
