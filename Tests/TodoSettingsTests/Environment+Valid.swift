import TodoSettings

extension Environment {
    static let goodSecret = "tJ7vXq2mB9sLw4RzK8yNcH5dFgP3aUeE"

    /// An environment in which every setting is right, but for `changes`; `nil` takes a setting away.
    static func valid(_ changes: [Setting: String?] = [:]) -> Environment {
        var values = [
            Setting.databaseURL.rawValue: "postgresql://todo:pg-pass-word@db.example.com/todo",
            Setting.betterAuthSecret.rawValue: goodSecret,
        ]
        for (setting, value) in changes { values[setting.rawValue] = value }
        return Environment(values)
    }
}
