import PrivatePostgres
import TodoSettings

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What the server is told in development, by its environment alone, since arguments are for everyone to see.
struct ServerEnvironment {
    private let values: [String: String]

    /// Takes over every setting but those that development decides: the database, the address, and the secret where none
    /// is set.
    init(_ environment: Environment, port: Int, developmentSecret: Secret) {
        var values: [String: String] = [:]
        for setting in Setting.allCases {
            values[setting.rawValue] = environment[setting]
        }
        values[Setting.migrationDatabaseURL.rawValue] = nil
        values[Setting.host.rawValue] = "127.0.0.1"
        values[Setting.port.rawValue] = String(port)
        values[Setting.betterAuthSecret.rawValue] = environment[.betterAuthSecret] ?? developmentSecret.reveal()
        self.values = values
    }

    /// The same settings, to be read as the server reads them.
    var environment: Environment { Environment(values) }

    /// The server as a child that gets 25 seconds to finish what it has begun.
    func command(program: String, databaseURL: String) -> SupervisedCommand {
        var variables = values
        variables[Setting.databaseURL.rawValue] = databaseURL
        for name in ["HOME", "LD_LIBRARY_PATH", "PATH", "TMPDIR", "TZ"] {
            variables[name] = ProcessInfo.processInfo.environment[name]
        }
        var command = SupervisedCommand(program, [], environment: variables)
        command.graceSeconds = 25
        return command
    }
}
