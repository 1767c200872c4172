/// A PostgreSQL of one's own in a folder, for development and tests: it starts with us and ends with us.
///
/// It listens on a Unix socket that only its owner can reach, and works as root (PostgreSQL then runs as an unprivileged
/// user) and as anyone else. When our process dies, even by `kill -9`, the server shuts down by itself.
package enum PrivatePostgres {
    /// Where a cluster is kept.
    package enum Location: Sendable, Hashable {
        /// In this folder, which is made if need be (its parent must exist) and stays.
        case folder(String)
        /// In a new folder below `/tmp` that goes away with the cluster, also when our process is killed.
        case temporary
    }

    /// Runs `body` with a cluster that is started before and stopped after, whether or not `body` throws.
    ///
    /// `settings` are names and values of server settings, such as `["fsync": "off"]`; `tcpPort` is a port of 127.0.0.1 to
    /// listen on as well, with SCRAM authentication. Throws ``PrivatePostgresError``, or what `body` throws.
    package static func withCluster<Result>(
        at location: Location = .temporary,
        settings: [String: String] = [:],
        tcpPort: Int? = nil,
        _ body: (RunningCluster) async throws -> Result
    ) async throws -> Result {
        let cluster = try await start(at: location, settings: settings, tcpPort: tcpPort)
        do {
            let result = try await body(cluster)
            await cluster.shutDown()
            return result
        } catch {
            await cluster.shutDown()
            throw error
        }
    }

    /// Starts a cluster that runs until ``RunningCluster/shutDown()``, or until our process ends.
    ///
    /// Makes the cluster first if the folder holds none (some seconds). The server must be ready within 30 seconds.
    ///
    /// - Throws: ``PrivatePostgresError``.
    package static func start(
        at location: Location = .temporary,
        settings: [String: String] = [:],
        tcpPort: Int? = nil
    ) async throws(PrivatePostgresError) -> RunningCluster {
        let binaries = try await PostgresBinaries.find()
        let folder: ClusterFolder
        switch location {
        case .folder(let path): folder = try await ClusterFolder.open(at: path)
        case .temporary: folder = try ClusterFolder.temporary()
        }
        let cluster = RunningCluster(
            folder: folder,
            isTemporary: location == .temporary,
            socketDirectory: try SocketDirectory.choose(for: folder, port: tcpPort ?? 5432),
            binaries: binaries,
            settings: settings,
            tcpPort: tcpPort
        )
        do {
            try await cluster.start()
        } catch {
            await cluster.shutDown()
            throw error
        }
        return cluster
    }

    /// Removes the cluster in the folder and the folder itself; does nothing when there is none.
    ///
    /// - Throws: ``PrivatePostgresError``, with the code `alreadyRunning` while a server runs on it.
    package static func remove(at path: String) async throws(PrivatePostgresError) {
        guard let folder = try ClusterFolder.find(at: path) else { return }
        let lock = try FolderLock(folder)
        try await folder.waitForFormerServer()
        try ClusterFolder.removeCluster(at: path)
        _ = consume lock
    }
}
