import TodoPostgres
import TodoSettings

/// The settings as the server reads them, group by group, so that a fault in one leaves the others to be checked.
struct SettingsReading: Sendable {
    let database: Result<DatabaseSettings, SettingsError>
    let authentication: Result<AuthenticationSettings, SettingsError>
    let server: Result<ServerSettings, SettingsError>
    /// Of migrations; `nil` where they have no URL of their own.
    let migrationURL: Result<Secret, SettingsError>?

    init(_ environment: Environment) {
        database = Result { () throws(SettingsError) in try DatabaseSettings(environment) }
        authentication = Result { () throws(SettingsError) in try AuthenticationSettings(environment) }
        server = Result { () throws(SettingsError) in try ServerSettings(environment) }
        migrationURL =
            environment[.migrationDatabaseURL] == nil
            ? nil : Result { () throws(SettingsError) in try DatabaseSettings.migrationURL(environment) }
    }

    private var problems: [SettingsError.Problem] {
        func problems<Value>(_ result: Result<Value, SettingsError>) -> [SettingsError.Problem] {
            if case .failure(let error) = result { error.problems } else { [] }
        }
        return problems(database) + (migrationURL.map(problems) ?? []) + problems(authentication) + problems(server)
    }

    private func problems(about isSecret: Bool) -> [SettingsError.Problem] {
        problems.filter { ($0.setting == Setting.betterAuthSecret.rawValue) == isSecret }
    }

    /// Everything but the secret.
    var finding: Finding {
        let problems = problems(about: false)
        guard problems.isEmpty else {
            return Self.finding(problems)
        }
        if case .success(let server) = server, server.allowedOrigins == .any {
            return Finding(
                "settings",
                .warning,
                "any web page may call this service from its visitors' browsers (FRONTEND_URL=*)",
                remedy: "set FRONTEND_URL to your frontend's origin, except in development"
            )
        }
        return Finding("settings", .ok, "every setting is as the server wants it")
    }

    /// That there are these problems.
    static func finding(_ problems: [SettingsError.Problem]) -> Finding {
        Finding(
            "settings",
            .fault(.configuration),
            problems.map { "\($0.setting): \($0.message)" }.joined(separator: "\n"),
            remedy: "correct \(problems.count == 1 ? "it" : "them") in the environment or in .env, which the "
                + "environment overrules; TodoServer --help tells what each is for"
        )
    }

    /// The secret, by itself because of what it is worth.
    var secretFinding: Finding {
        if let problem = problems(about: true).first {
            // What is the matter, then what to do.
            let parts = problem.message.split(separator: "; ", maxSplits: 1).map(String.init)
            return Finding(
                "secret",
                .fault(.configuration),
                "\(problem.setting) \(parts[0])",
                remedy: parts.last ?? ""
            )
        }
        guard case .success(let settings) = authentication else {
            return Finding("secret", .skipped, "the settings of authentication are wrong")
        }
        guard let secret = settings.secret else {
            return Finding("secret", .notApplicable, "not set: only tokens of the issuer are believed")
        }
        return Finding(
            "secret",
            .ok,
            "BETTER_AUTH_SECRET has \(secret.reveal().utf8.count) bytes, and is none that is printed in public examples"
        )
    }
}
