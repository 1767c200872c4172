/// How to reach the database.
package struct DatabaseSettings: Sendable {
    /// A `postgres://` or `postgresql://` URL, which may hold a password.
    package let url: Secret
    /// The most connections that one server process opens.
    package let poolSize: Int
    /// What stands between the server and PostgreSQL: `auto`, `session` or `transaction`.
    package let poolerMode: String

    /// - Throws: ``SettingsError`` naming every setting that is missing or wrong.
    package init(_ environment: Environment) throws(SettingsError) {
        var problems = SettingsProblems()
        let url = problems.collect { () throws(SettingsError) in try Self.url(.databaseURL, environment) }
        let poolSize = problems.collect { () throws(SettingsError) in
            try environment.integer(.databasePoolSize, in: 3...1000)
        }
        let poolerMode = problems.collect { () throws(SettingsError) in
            try environment.choice(.databasePoolerMode, ["auto", "session", "transaction"])
        }
        try problems.throwIfAny()
        guard let url, let poolSize, let poolerMode else { throw SettingsError(.databaseURL, "could not be read") }
        self.url = url
        self.poolSize = poolSize
        self.poolerMode = poolerMode
    }

    /// The URL for administration: `MIGRATION_DATABASE_URL`, else `DATABASE_URL`.
    ///
    /// - Throws: ``SettingsError`` when neither is set or the one that counts is no PostgreSQL URL.
    package static func migrationURL(_ environment: Environment) throws(SettingsError) -> Secret {
        try url(migrationSetting(environment), environment)
    }

    /// Where ``migrationURL(_:)`` comes from.
    package static func migrationSetting(_ environment: Environment) -> Setting {
        environment[.migrationDatabaseURL] == nil ? .databaseURL : .migrationDatabaseURL
    }

    private static func url(_ setting: Setting, _ environment: Environment) throws(SettingsError) -> Secret {
        let example = "for example postgresql://user:password@localhost:5432/todo"
        let value = try environment.required(setting, remedy: "set it to the URL of your database, \(example)")
        guard value.hasPrefix("postgres://") || value.hasPrefix("postgresql://") else {
            throw SettingsError(setting, "must begin with postgresql:// or postgres://, \(example)")
        }
        return Secret(value)
    }
}
