import Logging
import NIOCore
import NIOPosix
import PrometheusMetrics
import TodoPostgres
import TodoSettings

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The process: reads the settings, runs the server, exits with a code that says how it went.
@main
struct TodoServer {
    static func main() async {
        let arguments = CommandLine.arguments.dropFirst()
        switch arguments.first {
        case nil: exit(await start())
        case "--help", "-h": print(help)
        case "--version": print("TodoServer \(Version.current)")
        case let argument?:
            complain("unknown argument \(argument); see TodoServer --help")
            exit(ExitStatus.usage)
        }
    }

    /// - Returns: the exit code.
    private static func start() async -> Int32 {
        let settings: Settings
        do {
            settings = try Settings.load()
        } catch {
            for problem in error.problems { complain("\(problem.setting): \(problem.message)") }
            return ExitStatus.configuration
        }
        // A log without a reader is written on, to nobody.
        signal(SIGPIPE, SIG_IGN)
        let output = LogOutput(descriptor: STDERR_FILENO, format: settings.server.logFormat)
        let status = await serve(settings, output)
        await output.flush(within: .seconds(1))
        return status
    }

    /// - Returns: the exit code.
    private static func serve(_ settings: Settings, _ output: LogOutput) async -> Int32 {
        let logger = Logger(settings.server, output: output)
        var limits = HTTPLimits()
        let descriptors = FileDescriptors.raiseLimit()
        guard descriptors >= FileDescriptors.least else {
            complain("ulimit -n: \(descriptors) open files are too few; allow \(FileDescriptors.least) or more")
            return ExitStatus.configuration
        }
        limits.connections = min(limits.connections, descriptors - FileDescriptors.reserve)
        var database = PostgresConfiguration(
            url: settings.database.url.reveal(),
            poolSize: settings.database.poolSize
        )
        if let fault = database.urlFault {
            complain("\(Setting.databaseURL.rawValue): \(fault)")
            return ExitStatus.configuration
        }
        database.poolerMode = PoolerMode(rawValue: settings.database.poolerMode) ?? .auto
        let eventLoopGroup = MultiThreadedEventLoopGroup(numberOfThreads: System.coreCount)
        let metrics = PrometheusMetricsFactory(Metric.descriptions)
        let client = PostgresClient(database, eventLoopGroup: eventLoopGroup, logger: logger, metrics: metrics)
        let app = App.build(
            settings.server,
            settings.authentication,
            App.Parts(
                store: client.taskStore,
                readiness: client.readiness,
                metrics: metrics,
                reportStore: client.reportStatistics,
                droppedLogLines: { output.droppedLines },
                services: [client],
                eventLoopGroup: eventLoopGroup,
                limits: limits,
                logger: logger,
                onListening: { setting, channel in
                    logger.notice(
                        setting == .adminPort ? "Listening for operators" : "Listening",
                        metadata: ["address": "\(Self.text(channel.localAddress))"]
                    )
                },
                onStarted: ResidentCode.release
            )
        )
        do {
            try await app.run()
        } catch let failure as ListenFailure {
            complain(explain(failure, settings.server))
            return ExitStatus.configuration
        } catch {
            logger.critical("Server failed", metadata: ["error_type": "\(type(of: error))", "error": "\(error)"])
            return ExitStatus.software
        }
        logger.notice("Stopped")
        return 0
    }

    private static func explain(_ failure: ListenFailure, _ settings: ServerSettings) -> String {
        let (name, host, port) =
            failure.setting == .adminPort
            ? (Setting.adminPort.rawValue, "127.0.0.1", settings.adminPort ?? 0)
            : (Setting.port.rawValue, settings.host, settings.port)
        return switch (failure.error as? IOError)?.errnoCode {
        case EADDRINUSE:
            "\(name): port \(port) of \(host) is in use; stop what uses it or choose another"
        case EACCES:
            "\(name): port \(port) may not be used by this user; choose one above 1023"
        case EADDRNOTAVAIL:
            "HOST: \(host) is no address of this machine; use 127.0.0.1, or 0.0.0.0 for all of its addresses"
        default:
            "HOST: cannot listen on \(host), port \(port): \(failure.error); "
                + "use 127.0.0.1, or 0.0.0.0 for all of this machine's addresses"
        }
    }

    private static func text(_ address: SocketAddress?) -> String {
        guard let address, let host = address.ipAddress, let port = address.port else { return "" }
        return host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    private static func complain(_ message: String) {
        let line = Array("todo server: \(message)\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
    }

    private static let help = """
        Serves the todo API over HTTP until it is told to stop (SIGTERM, SIGINT or SIGHUP).

        Usage: TodoServer [--help | --version]

        Settings, from the environment or a .env file in the working directory:
        \(Setting.helpTable())

          \(Setting.fileHelp)

        Exit codes: 0 stopped, 64 wrong use, 70 defect, 78 a setting is missing or wrong.
        """
}
