import PercentEncoding

/// A password that the URL of a database leaves out, for a tool that can ask a person for it.
package enum DatabasePassword {
    /// Whether the server asks for a password, and neither the URL nor what else libpq reads (`PGPASSWORD`, a password file, a
    /// service file) has one.
    ///
    /// Connects once, for at most 20 seconds. Whatever else is the matter, the next who connects will say.
    package static func isMissing(in url: String) async -> Bool {
        do throws(PostgresError) {
            try await BlockingSession.run(PostgresConfiguration(url: url), timeout: .seconds(20)) { _ in }
            return false
        } catch {
            return error.lacksPassword
        }
    }

    /// The URL with the password in it.
    package static func adding(_ password: String, to url: String) -> String {
        "\(url)\(url.contains("?") ? "&" : "?")password=\(PercentEncoding.encoded(password))"
    }
}
