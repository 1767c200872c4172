package import PrivatePostgres
import TodoPostgres

/// A database of a test's own on a private PostgreSQL that the whole test process shares.
///
/// The cluster is started by the first test that needs it and ends with the process.
package struct TestDatabase: Sendable {
    package let cluster: RunningCluster
    package let name: String

    package init(cluster: RunningCluster, name: String) {
        self.cluster = cluster
        self.name = name
    }

    /// A libpq URL of the database, over the Unix socket, as the superuser.
    package var url: String { cluster.url(database: name) }

    /// Runs `body` with a new database and drops it afterwards.
    ///
    /// - Parameters:
    ///   - isMigrated: whether it has the schema; otherwise it is empty.
    ///   - body: what uses the database; its sessions are ended when it returns.
    /// - Returns: what `body` returns.
    /// - Throws: what `body` throws, or an error of the cluster.
    package static func with<Result>(
        isMigrated: Bool = true,
        _ body: (TestDatabase) async throws -> Result
    ) async throws -> Result {
        let cluster = try await SharedCluster.shared.cluster()
        let database = TestDatabase(
            cluster: cluster,
            name: "test_\(UInt64.random(in: 0 ... .max))"
        )
        try await cluster.createDatabase(database.name, template: isMigrated ? SharedCluster.shared.template() : nil)
        do {
            let result = try await body(database)
            try await cluster.dropDatabase(database.name)
            return result
        } catch {
            try? await cluster.dropDatabase(database.name)
            throw error
        }
    }

    /// A condition that did not come true in time.
    package struct NeverTrue: Error {
        let condition: String
    }

    /// Asks the server again and again, for half a minute at most, until a query that returns one boolean says true.
    package func waitUntil(_ condition: String) async throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while try await query(condition) != "t\n" {
            guard ContinuousClock.now < deadline else { throw NeverTrue(condition: condition) }
        }
    }

    /// Runs SQL as the superuser and returns the rows as lines, columns separated by `|`.
    @discardableResult
    package func query(_ sql: String) async throws -> String {
        try await cluster.query(sql, database: name)
    }
}

private actor SharedCluster {
    static let shared = SharedCluster()

    private var starting: Task<RunningCluster, any Error>?
    private var migrating: Task<String, any Error>?

    func cluster() async throws -> RunningCluster {
        let task =
            starting
            ?? Task { try await PrivatePostgres.start(settings: ["fsync": "off", "max_connections": "300"]) }
        starting = task
        return try await task.value
    }

    /// The name of a database that has been migrated once, to copy from.
    func template() async throws -> String {
        let task =
            migrating
            ?? Task {
                let cluster = try await self.cluster()
                let name = "todo_template"
                try await cluster.createDatabase(name)
                _ = try await Migrator(url: cluster.url(database: name)).apply()
                return name
            }
        migrating = task
        return try await task.value
    }
}
