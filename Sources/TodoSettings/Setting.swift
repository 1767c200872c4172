/// Every setting that the server and the admin tool read, in the order in which help texts show them.
///
/// The raw value is the name of the environment variable.
package enum Setting: String, Sendable, CaseIterable {
    case databaseURL = "DATABASE_URL"
    case databasePoolSize = "DATABASE_POOL_SIZE"
    case databasePoolerMode = "DATABASE_POOLER_MODE"
    case migrationDatabaseURL = "MIGRATION_DATABASE_URL"
    case betterAuthSecret = "BETTER_AUTH_SECRET"
    case betterAuthURL = "BETTER_AUTH_URL"
    case jwksURL = "JWKS_URL"
    case jwtIssuer = "JWT_ISSUER"
    case jwtAudience = "JWT_AUDIENCE"
    case jwtUserIDClaim = "JWT_USER_ID_CLAIM"
    case frontendURL = "FRONTEND_URL"
    case host = "HOST"
    case port = "PORT"
    case adminPort = "ADMIN_PORT"
    case maxBodyBytes = "MAX_BODY_BYTES"
    case logLevel = "LOG_LEVEL"
    case logFormat = "LOG_FORMAT"

    /// What the setting does, in one line.
    package var summary: String {
        switch self {
        case .databaseURL: "PostgreSQL connection URL, passed to libpq whole (sslmode and the like work)"
        case .databasePoolSize: "most database connections of one server process (3 to 1000)"
        case .databasePoolerMode:
            "auto (find out), session (no pooler, or one with sessions) or transaction (pooler in transaction mode)"
        case .migrationDatabaseURL: "URL that todoctl migrate and user use when the server's is a pooler's, or may not"
        case .betterAuthSecret:
            "secret that signs HS256 tokens, at least 32 bytes; this, BETTER_AUTH_URL or JWKS_URL is needed"
        case .betterAuthURL: "base URL of Better Auth, which publishes the keys of its JWT plugin at /api/auth/jwks"
        case .jwksURL: "URL where an issuer publishes its keys (JWKS): https, or http on this machine"
        case .jwtIssuer: "required value of the claim iss; for keys of BETTER_AUTH_URL its origin is the default"
        case .jwtAudience: "required value of the claim aud; for keys of BETTER_AUTH_URL its origin is the default"
        case .jwtUserIDClaim: "claim that holds the user id, dots for nesting (user.id); otherwise user_id, then sub"
        case .frontendURL: "origins that browsers may call from, comma-separated; * for any, in development"
        case .host: "address to listen on"
        case .port: "TCP port to listen on (0: any free one)"
        case .adminPort:
            "TCP port of 127.0.0.1 for operators: /live, /ready with causes, /metrics, /keys, /version; off when not set"
        case .maxBodyBytes: "largest request body in bytes"
        case .logLevel: "trace, debug, info, notice, warning, error or critical"
        case .logFormat: "text or json"
        }
    }

    /// The variable that names a file with the value, which secrets may be given by; `nil` for what is none.
    package var fileName: String? {
        switch self {
        case .databaseURL, .migrationDatabaseURL, .betterAuthSecret: rawValue + "_FILE"
        default: nil
        }
    }

    /// What holds when the setting is absent, or `nil` when nothing does.
    package var defaultValue: String? {
        switch self {
        case .databasePoolSize: "16"
        case .databasePoolerMode: "auto"
        case .frontendURL: "http://localhost:3000"
        case .host: "127.0.0.1"
        case .port: "8000"
        case .maxBodyBytes: "1048576"
        case .logLevel: "info"
        case .logFormat: "text"
        case .databaseURL, .migrationDatabaseURL, .betterAuthSecret, .betterAuthURL, .jwksURL, .jwtIssuer,
            .jwtAudience, .jwtUserIDClaim, .adminPort:
            nil
        }
    }

    /// A line for `--help` about secrets in files.
    package static let fileHelp =
        "Each of \(allCases.compactMap(\.fileName).joined(separator: ", ")) may name a file with the value instead."

    /// The table of settings for `--help`.
    package static func helpTable(_ settings: [Setting] = allCases) -> String {
        let width = settings.map(\.rawValue.count).max() ?? 0
        return settings.map { setting in
            let name = setting.rawValue + String(repeating: " ", count: width - setting.rawValue.count)
            return "  \(name)  \(setting.summary)" + (setting.defaultValue.map { " (default: \($0))" } ?? "")
        }
        .joined(separator: "\n")
    }
}
