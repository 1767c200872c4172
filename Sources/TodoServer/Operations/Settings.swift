import TodoSettings

/// Everything that the environment says, checked.
struct Settings: Sendable {
    let database: DatabaseSettings
    let authentication: AuthenticationSettings
    let server: ServerSettings

    /// - Throws: ``SettingsError`` with the problems of all groups together.
    static func load() throws(SettingsError) -> Settings {
        try Settings(Environment.load())
    }

    init(_ environment: Environment) throws(SettingsError) {
        var problems: [SettingsError] = []
        let database = Self.collect(&problems) { () throws(SettingsError) in try DatabaseSettings(environment) }
        let authentication = Self.collect(&problems) { () throws(SettingsError) in
            try AuthenticationSettings(environment)
        }
        let server = Self.collect(&problems) { () throws(SettingsError) in try ServerSettings(environment) }
        guard let database, let authentication, let server else { throw SettingsError(joining: problems) }
        self.database = database
        self.authentication = authentication
        self.server = server
    }

    private static func collect<Value>(
        _ problems: inout [SettingsError],
        _ read: () throws(SettingsError) -> Value
    ) -> Value? {
        do {
            return try read()
        } catch {
            problems.append(error)
            return nil
        }
    }
}
