import Foundation
import Logging
import NIOPosix
import ServiceLifecycle
import TodoCore
import TodoPostgres
import UnixSignals

/// A job for cron or a timer: prints a digest of everybody's open tasks from the database at `DATABASE_URL`, and ends.
@main
struct NightlyDigest {
    static func main() async {
        guard let url = ProcessInfo.processInfo.environment["DATABASE_URL"] else {
            return fail("DATABASE_URL is not set; give it a URL such as postgresql://user@localhost/todo", status: 78)
        }
        do {
            try await run(url)
        } catch {
            fail("\(error)", status: 69)
        }
    }

    private static func run(_ url: String) async throws {
        let logger = Logger(label: "nightly-digest")
        let client = PostgresClient(
            PostgresConfiguration(url: url, poolSize: 3),
            eventLoopGroup: .singletonMultiThreadedEventLoopGroup,
            logger: logger
        )
        let digest = Digest(
            users: UserAdministration(url: url),
            tasks: TaskService(store: client.taskStore)
        )
        // Whatever ends first, the digest or a signal, takes the other along: the client last, once nobody needs it.
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    .init(service: client),
                    .init(service: digest, successTerminationBehavior: .gracefullyShutdownGroup),
                ],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: logger
            )
        )
        try await group.run()
    }

    private static func fail(_ message: String, status: Int32) {
        FileHandle.standardError.write(Data("nightly-digest: \(message)\n".utf8))
        exit(status)
    }
}
