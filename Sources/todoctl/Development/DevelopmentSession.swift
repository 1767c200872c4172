import PrivatePostgres
import TodoPostgres
import TodoSettings

/// One run of `todoctl dev`: PostgreSQL, then the server, until something ends it; then the server stops, then PostgreSQL.
struct DevelopmentSession: Sendable {
    let folder: DevelopmentFolder
    let environment: Environment
    /// The server program, or `nil` for the database alone.
    let server: String?
    /// The port that was asked for.
    let port: Int?
    /// Whether the user of the token gets tasks to look at.
    let seedsDemo: Bool

    private static let database = "todo"

    /// Runs until the task is cancelled or a child ends.
    ///
    /// Everything that is started is stopped again, whatever happens.
    ///
    /// - Parameter resetting: whether to delete the database first.
    /// - Returns: the exit status: 0 after cancellation, the server's own when it ended by itself.
    /// - Throws: ``Failure``, `PrivatePostgresError`, `MigrationError` or `SettingsError` when something cannot be started.
    func run(resetting: Bool) async throws -> Int32 {
        do {
            return try await start(resetting: resetting)
        } catch  where Task.isCancelled {
            // Whatever failed, failed because it was told to stop.
            return 0
        }
    }

    private func start(resetting: Bool) async throws -> Int32 {
        let port = try LocalPort(number: portNumber())
        if server != nil { try await port.checkIsFree() }
        try folder.make()
        let developmentSecret = try DevelopmentSecret.readOrMake(at: folder.secret)
        let childSettings = ServerEnvironment(environment, port: port.number, developmentSecret: developmentSecret)
        let secret = try AuthenticationSettings.secret(childSettings.environment)
        let authentication = try AuthenticationSettings(childSettings.environment)
        if resetting { try await PrivatePostgres.remove(at: folder.cluster) }
        Console.note("starting PostgreSQL in \(folder.cluster) (the first time takes some seconds)")
        return try await PrivatePostgres.withCluster(at: .folder(folder.cluster)) { cluster in
            try await prepareDatabase(cluster)
            let url = cluster.url(database: Self.database)
            guard let server else {
                Console.result(url)
                return try await EndOfChildren.first(database: cluster, server: nil)
            }
            let process = try await SupervisedProcess.launch(
                childSettings.command(program: server, databaseURL: url)
            )
            do {
                try await ServerReadiness.wait(for: process, port: port)
                Console.result(
                    try Welcome.text(port: port.number, secret: secret, settings: authentication, hasDemo: seedsDemo)
                )
                let exitStatus = try await EndOfChildren.first(database: cluster, server: process)
                await process.stop()
                return exitStatus
            } catch {
                await process.stop()
                throw error
            }
        }
    }

    private func portNumber() throws -> Int {
        if let port { return port }
        let number = try ServerSettings(environment).port
        // 0 stands for any free port, but then nobody could be told which.
        return number == 0 ? 8000 : number
    }

    private func prepareDatabase(_ cluster: RunningCluster) async throws {
        if try await !cluster.hasDatabase(Self.database) {
            try await cluster.createDatabase(Self.database)
        }
        let applied = try await Migrator(url: cluster.url(database: Self.database)).apply()
        for migration in applied {
            Console.note("applied migration \(migration.version) \(migration.name)")
        }
        guard seedsDemo else { return }
        let count = try await Database.withTasks(PostgresConfiguration(url: cluster.url(database: Self.database))) {
            try await DemoTasks.add(to: $0, for: Welcome.user)
        }
        Console.note(
            count > 0
                ? "added \(count) tasks to look at for \(Welcome.user)" : "\(Welcome.user) has tasks, and keeps them"
        )
    }
}
