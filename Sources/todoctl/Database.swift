import Logging
import NIOCore
import NIOPosix
import TodoCore
import TodoPostgres
import TodoSettings

/// How commands reach the database; whoever sits at a terminal is asked for a password that is missing.
enum Database {
    /// Runs `body` with the use cases on the server's database, as the server has them, and closes the connections afterwards.
    ///
    /// - Throws: `SettingsError` when a setting is missing or wrong, or what `body` throws.
    static func withTasks<Output>(_ body: (TaskService) async throws -> Output) async throws -> Output {
        let settings = try DatabaseSettings(Environment.load())
        var configuration = PostgresConfiguration(url: try await complete(settings.url, .databaseURL))
        configuration.poolerMode = PoolerMode(rawValue: settings.poolerMode) ?? .auto
        return try await withTasks(configuration, body)
    }

    /// Runs `body` with the use cases on a database, and closes the connections afterwards.
    ///
    /// - Throws: what `body` throws.
    static func withTasks<Output>(
        _ configuration: PostgresConfiguration,
        _ body: (TaskService) async throws -> Output
    ) async throws -> Output {
        var configuration = configuration
        configuration.poolSize = 3
        let client = PostgresClient(
            configuration,
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton.any(),
            // What goes wrong, the command says itself.
            logger: Logger(label: "todoctl") { _ in SwiftLogNoOpLogHandler() }
        )
        do {
            let output = try await body(TaskService(store: client.taskStore))
            await client.shutDown(within: .seconds(1))
            return output
        } catch {
            await client.shutDown(within: .seconds(1))
            throw error
        }
    }

    /// The URL for what a user may do.
    ///
    /// - Throws: `SettingsError` when no usable URL is set.
    static func url() async throws -> String {
        try await complete(DatabaseSettings(Environment.load()).url, .databaseURL)
    }

    /// The URL for what only an administrator may do: the one that migrates.
    ///
    /// - Throws: `SettingsError` when no usable URL is set.
    static func administrationURL() async throws -> String {
        let environment = try Environment.load()
        return try await complete(
            DatabaseSettings.migrationURL(environment),
            DatabaseSettings.migrationSetting(environment)
        )
    }

    /// Nothing is tried with a URL that cannot be right.
    private static func complete(_ url: Secret, _ setting: Setting) async throws -> String {
        if let fault = PostgresConfiguration(url: url.reveal()).urlFault { throw SettingsError(setting, fault) }
        return try await PasswordPrompt.completing(url)
    }
}
