/// How the HTTP server behaves.
package struct ServerSettings: Sendable {
    /// How log lines look.
    package enum LogFormat: String, Sendable, CaseIterable {
        case text
        case json
    }

    /// Which origins browsers may call from.
    package enum AllowedOrigins: Sendable, Hashable {
        /// Any; asked for by name, in development.
        case any
        /// These alone, each `scheme://host[:port]`.
        case only(Set<String>)
    }

    package let host: String
    /// 0 stands for any free port.
    package let port: Int
    /// The port of 127.0.0.1 for operators, if there is to be one; 0 stands for any free port.
    package let adminPort: Int?
    package let allowedOrigins: AllowedOrigins
    /// The largest request body in bytes.
    package let maxBodyBytes: Int
    /// One of swift-log's level names.
    package let logLevel: String
    package let logFormat: LogFormat

    static let logLevels = ["trace", "debug", "info", "notice", "warning", "error", "critical"]

    /// - Throws: ``SettingsError`` naming every setting that is missing or wrong.
    package init(_ environment: Environment) throws(SettingsError) {
        var problems = SettingsProblems()
        let port = problems.collect { () throws(SettingsError) in try environment.integer(.port, in: 0...65_535) }
        let adminPort = problems.collect { () throws(SettingsError) in
            environment[.adminPort] == nil ? Int?.none : try environment.integer(.adminPort, in: 0...65_535)
        }
        let origins = problems.collect { () throws(SettingsError) in try AllowedOrigins(environment) }
        let maxBodyBytes = problems.collect { () throws(SettingsError) in
            try environment.integer(.maxBodyBytes, in: 1024...1_073_741_824)
        }
        let logLevel = problems.collect { () throws(SettingsError) in
            try environment.choice(.logLevel, Self.logLevels)
        }
        let logFormat = problems.collect { () throws(SettingsError) in
            try environment.choice(.logFormat, LogFormat.allCases.map(\.rawValue))
        }
        try problems.throwIfAny()
        guard let port, let adminPort, let origins, let maxBodyBytes, let logLevel, let logFormat else {
            throw SettingsError(.port, "could not be read")
        }
        host = environment[.host] ?? Setting.host.defaultValue ?? ""
        self.port = port
        self.adminPort = adminPort
        allowedOrigins = origins
        self.maxBodyBytes = maxBodyBytes
        self.logLevel = logLevel
        self.logFormat = LogFormat(rawValue: logFormat) ?? .text
    }
}
