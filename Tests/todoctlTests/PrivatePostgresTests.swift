import Foundation
import PrivatePostgres
import Testing

@Suite(.timeLimit(.minutes(2)))
struct PrivatePostgresTests {
    private static let settings = ["fsync": "off"]

    private func check(
        _ sql: String,
        on cluster: RunningCluster,
        database: String = "postgres",
        prints expected: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let printed = try await cluster.query(sql, database: database)
        #expect(printed == expected, sourceLocation: sourceLocation)
    }

    @Test func answersOverTheSocket() async throws {
        try await PrivatePostgres.withCluster(settings: Self.settings) { cluster in
            try await check("select 1 + 1", on: cluster, prints: "2\n")
            try await check("show listen_addresses", on: cluster, prints: "\n")
            #expect(cluster.tcpURL() == nil)
        }
    }

    @Test func leavesNothingBehindAfterATemporaryCluster() async throws {
        let (folder, processID) = try await PrivatePostgres.withCluster(settings: Self.settings) { cluster in
            (cluster.directory, try #require(await cluster.postmasterProcessID))
        }
        #expect(!FileManager.default.fileExists(atPath: folder))
        #expect(!Processes.isAlive(processID))
    }

    @Test(arguments: [RunningCluster.StopMode.fast, .immediate])
    func keepsDataAndURLAcrossStopAndStart(mode: RunningCluster.StopMode) async throws {
        try await PrivatePostgres.withCluster(settings: Self.settings) { cluster in
            let url = cluster.url(database: "kept")
            try await cluster.createDatabase("kept")
            try await cluster.query("create table t as select 42 as answer", database: "kept")
            await cluster.stop(mode: mode)
            #expect(await cluster.postmasterProcessID == nil)
            await #expect(throws: PrivatePostgresError.self) { try await cluster.query("select 1") }
            try await cluster.start()
            #expect(cluster.url(database: "kept") == url)
            try await check("select answer from t", on: cluster, database: "kept", prints: "42\n")
        }
    }

    @Test func createsCopiesAndDropsDatabases() async throws {
        try await PrivatePostgres.withCluster(settings: Self.settings) { cluster in
            let name = #"it's a "test" %"#
            try await cluster.createDatabase("template")
            try await cluster.query("create table t as select 1 as one", database: "template")
            try await cluster.createDatabase(name, template: "template")
            try await check("select one from t", on: cluster, database: name, prints: "1\n")
            let exists = try await cluster.hasDatabase(name)
            try await cluster.dropDatabase(name)
            let stillExists = try await cluster.hasDatabase(name)
            #expect(exists && !stillExists)
        }
    }

    @Test func asksForAPasswordOverTCP() async throws {
        let port = try await Ports.free()
        try await PrivatePostgres.withCluster(settings: Self.settings, tcpPort: port) { cluster in
            let url = try #require(cluster.tcpURL(database: "postgres"))
            let psql = try await TestProcess.run("psql", ["-XAtc", "select inet_server_port()", url])
            #expect(psql.standardOutput == "\(port)\n")
            let unknown = "postgresql://postgres:wrong@127.0.0.1:\(port)/postgres"
            let refused = try await TestProcess.run("psql", ["-XAtc", "select 1", unknown])
            #expect(refused.exitCode != 0)
            #expect(refused.standardError.contains("password authentication failed"))
        }
    }

    @Test func refusesAFolderWhoseServerRuns() async throws {
        try await TemporaryFolder.with { folder in
            try await PrivatePostgres.withCluster(at: .folder(folder), settings: Self.settings) { cluster in
                let processID = try #require(await cluster.postmasterProcessID)
                let error = await #expect(throws: PrivatePostgresError.self) {
                    _ = try await PrivatePostgres.start(at: .folder(folder))
                }
                #expect(error?.code == .alreadyRunning)
                #expect(error?.message.contains("process \(processID); stop it first") == true)
                try await check("select 1", on: cluster, prints: "1\n")
            }
        }
    }

    @Test func startsAfterACrashThatLeftItsPidFile() async throws {
        try await TemporaryFolder.with { folder in
            let cluster = try await PrivatePostgres.start(at: .folder(folder), settings: Self.settings)
            let pidFile = cluster.dataDirectory + "/postmaster.pid"
            let content = try #require(FileManager.default.contents(atPath: pidFile))
            await cluster.shutDown()
            // The process id of a process that lives and is no PostgreSQL: ours.
            let rest = String(decoding: content, as: UTF8.self).drop { $0 != "\n" }
            try Data((String(getpid()) + rest).utf8).write(to: URL(filePath: pidFile))
            try await PrivatePostgres.withCluster(at: .folder(folder), settings: Self.settings) { cluster in
                try await check("select 1", on: cluster, prints: "1\n")
            }
        }
    }

    @Test func startsAgainAfterTheServerWasKilled() async throws {
        try await PrivatePostgres.withCluster(settings: Self.settings) { cluster in
            let processID = try #require(await cluster.postmasterProcessID)
            kill(processID, SIGKILL)
            #expect(await cluster.waitUntilStopped() == 128 + SIGKILL)
            try await cluster.start()
            try await check("select 1", on: cluster, prints: "1\n")
        }
    }

    @Test func reportsTheLogWhenTheServerRefusesToStart() async throws {
        let error = await #expect(throws: PrivatePostgresError.self) {
            _ = try await PrivatePostgres.start(settings: ["max_connections": "many"])
        }
        #expect(error?.code == .startFailed)
        #expect(error?.message.contains(#"invalid value for parameter "max_connections": "many""#) == true)
    }

    @Test func usesAShortSocketPathForADeepFolder() async throws {
        try await TemporaryFolder.with { folder in
            let deep = folder + "/" + String(repeating: "d", count: 120)
            let socketDirectory = try await PrivatePostgres.withCluster(at: .folder(deep), settings: Self.settings) {
                cluster in
                try await check("select 1", on: cluster, prints: "1\n")
                return cluster.socketDirectory
            }
            #expect(socketDirectory.utf8.count < 80)
            #expect(!FileManager.default.fileExists(atPath: socketDirectory))
        }
    }

    @Test func removesAClusterAndItsFolder() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder + "/postgres"
            try await PrivatePostgres.withCluster(at: .folder(path), settings: Self.settings) { _ in
                let error = await #expect(throws: PrivatePostgresError.self) {
                    try await PrivatePostgres.remove(at: path)
                }
                #expect(error?.code == .alreadyRunning)
            }
            try await PrivatePostgres.remove(at: path)
            #expect(!FileManager.default.fileExists(atPath: path))
            try await PrivatePostgres.remove(at: path)
        }
    }
}
