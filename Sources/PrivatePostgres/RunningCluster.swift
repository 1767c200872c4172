import PercentEncoding

/// A PostgreSQL server of our own.
///
/// ``stop(mode:)`` and ``start()`` may be called in turn, so that a test can take the server away under load and bring it
/// back on the same data, socket and port.
package actor RunningCluster {
    /// How a server is stopped, in the words of `pg_ctl stop`.
    package enum StopMode: Sendable, Hashable {
        /// Rolls open transactions back, ends every session, writes a checkpoint.
        case fast
        /// Aborts as in a crash; the next start recovers.
        case immediate
    }

    /// The folder that holds the data directory, the log and perhaps the socket.
    package nonisolated let directory: String
    package nonisolated let dataDirectory: String
    package nonisolated let socketDirectory: String
    package nonisolated let logPath: String
    /// The port that names the socket, and the TCP port when there is one.
    package nonisolated let port: Int

    let folder: ClusterFolder
    let binaries: PostgresBinaries
    private let isTemporary: Bool
    private let socket: SocketDirectory
    private let settings: [String: String]
    private let tcpPassword: String?
    private var server: SupervisedProcess?

    init(
        folder: ClusterFolder,
        isTemporary: Bool,
        socketDirectory: SocketDirectory,
        binaries: PostgresBinaries,
        settings: [String: String],
        tcpPort: Int?
    ) {
        self.folder = folder
        self.isTemporary = isTemporary
        self.binaries = binaries
        self.settings = settings
        socket = socketDirectory
        directory = folder.path
        dataDirectory = folder.data
        logPath = folder.log
        port = tcpPort ?? 5432
        tcpPassword = tcpPort.map { _ in RandomText.hexadecimal(bytes: 16) }
        self.socketDirectory = socketDirectory.path
    }

    /// The server's process id, or `nil` while it is stopped or has ended.
    package var postmasterProcessID: Int32? {
        server.flatMap { $0.exitStatus == nil ? $0.processID : nil }
    }

    /// A connection URL for libpq over the Unix socket, as the superuser, without a password.
    package nonisolated func url(database: String = "postgres") -> String {
        let parameters = [("host", socketDirectory), ("port", String(port)), ("user", ClusterFolder.superuser)]
        let query = parameters.map { "\($0)=\(PercentEncoding.encoded($1, keeping: "/"))" }.joined(separator: "&")
        return "postgresql:///\(PercentEncoding.encoded(database))?\(query)"
    }

    /// A connection URL for libpq over TCP, as the superuser, with a password that holds until the cluster is shut down;
    /// `nil` unless the cluster was started with a TCP port.
    package nonisolated func tcpURL(database: String = "postgres") -> String? {
        tcpPassword.map { password in
            "postgresql://\(ClusterFolder.superuser):\(password)@127.0.0.1:\(port)/\(PercentEncoding.encoded(database))"
        }
    }

    /// Starts the server and waits until it accepts connections, at most 30 seconds.
    ///
    /// - Throws: ``PrivatePostgresError`` with the code `alreadyRunning`, or `startFailed` and the log's last lines.
    package func start() async throws(PrivatePostgresError) {
        let lock = try FolderLock(folder)
        try await folder.waitForFormerServer()
        try await folder.initialise(with: binaries, isTemporary: isTemporary)
        folder.removeStalePostmasterFile()
        try socket.prepare(for: folder)
        let server = try await SupervisedProcess.launch(command)
        self.server = server
        try await waitUntilReady(server)
        if let tcpPassword {
            try await query("alter role \(ClusterFolder.superuser) password '\(tcpPassword)'")
        }
        _ = consume lock
    }

    /// Stops the server and waits for its end; data, socket folder and URLs stay as they are.
    ///
    /// A server that does not stop within 30 seconds is stopped immediately, and in the end killed.
    package func stop(mode: StopMode = .fast) async {
        guard let server else { return }
        switch mode {
        case .fast: await server.stop()
        case .immediate: await server.stopImmediately()
        }
    }

    /// Waits until the server has ended, whoever caused it; returns its exit status.
    package func waitUntilStopped() async -> Int32 {
        await server?.wait() ?? 0
    }

    /// Stops the server for good and removes what is temporary.
    package func shutDown() async {
        await stop()
        server = nil
        socket.remove()
        if isTemporary { try? folder.remove() }
    }

    private var command: SupervisedCommand {
        var settings = [
            "cluster_name": "todo",
            "log_timezone": "UTC",
            "timezone": "UTC",
            "unix_socket_permissions": "0700",
        ]
        settings.merge(self.settings) { _, ours in ours }
        settings["listen_addresses"] = tcpPassword == nil ? "" : "127.0.0.1"
        settings["port"] = String(port)
        settings["unix_socket_directories"] = socketDirectory
        var command = SupervisedCommand(
            binaries.path("postgres"),
            ["-D", dataDirectory] + settings.sorted { $0.key < $1.key }.flatMap { ["-c", "\($0.key)=\($0.value)"] },
            environment: PostgresEnvironment.variables
        )
        command.stopSignal = "INT"
        command.lastSignal = "QUIT"
        command.logPath = folder.log
        command.removalPath = isTemporary ? folder.path : socket.isElsewhere ? socket.path : nil
        command.workingDirectory = "/"
        command.user = folder.user
        return command
    }

    private func waitUntilReady(_ server: SupervisedProcess) async throws(PrivatePostgresError) {
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            if let status = server.exitStatus {
                throw PrivatePostgresError(.startFailed, "PostgreSQL ended with status \(status). \(folder.logTail())")
            }
            if let file = PostmasterFile.read(in: dataDirectory), file.processID == server.processID,
                file.status == "ready", try await acceptsConnections()
            {
                return
            }
            do {
                try await Task.sleep(for: .milliseconds(20))
            } catch {
                await server.stopImmediately()
                throw PrivatePostgresError(.startFailed, "the start of PostgreSQL was cancelled")
            }
        }
        await server.stopImmediately()
        throw PrivatePostgresError(.startFailed, "PostgreSQL was not ready within 30 seconds. \(folder.logTail())")
    }

    private func acceptsConnections() async throws(PrivatePostgresError) -> Bool {
        try await ShellCommand.run(
            binaries.path("pg_isready"),
            ["--quiet", "--host=\(socketDirectory)", "--port=\(port)", "--timeout=5"]
        )
        .isSuccess
    }
}
