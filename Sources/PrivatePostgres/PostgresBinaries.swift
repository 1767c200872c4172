#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Where PostgreSQL's server programs are.
struct PostgresBinaries: Sendable, Hashable {
    let directory: String

    func path(_ program: String) -> String { "\(directory)/\(program)" }

    private static let programs = ["initdb", "postgres", "pg_isready", "psql"]

    /// Looks in `PGBIN`, then in `/usr/lib/postgresql` (the newest), then where `pg_config` says, in the folders of `PATH`,
    /// and in Homebrew's.
    ///
    /// - Throws: ``PrivatePostgresError`` with the code `notInstalled`. A `PGBIN` that is set must fit: nothing else is
    ///   looked at then.
    static func find(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) async throws(PrivatePostgresError) -> PostgresBinaries {
        if let directory = environment["PGBIN"], !directory.isEmpty {
            let binaries = PostgresBinaries(directory: directory)
            guard binaries.areComplete else {
                throw PrivatePostgresError(
                    .notInstalled,
                    "PGBIN is \(directory), which does not hold \(programs.joined(separator: ", ")); mend it or unset it"
                )
            }
            return binaries
        }
        for directory in debianDirectories() {
            let binaries = PostgresBinaries(directory: directory)
            if binaries.areComplete { return binaries }
        }
        let path = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
        if let binaries = await fromConfig(searching: path) { return binaries }
        for directory in path + homebrewDirectories() {
            // A program in PATH may be a link into the folder that holds the others.
            for directory in [directory, resolvedFolder(of: "\(directory)/postgres")] {
                let binaries = PostgresBinaries(directory: directory)
                if binaries.areComplete { return binaries }
            }
        }
        throw PrivatePostgresError(
            .notInstalled,
            """
            PostgreSQL's server programs were not found. Install them with "apt-get install postgresql" (Debian, Ubuntu) \
            or "brew install postgresql@16" (macOS), or set PGBIN to the folder that holds initdb and postgres.
            """
        )
    }

    private var areComplete: Bool {
        Self.programs.allSatisfy { FileManager.default.isExecutableFile(atPath: path($0)) }
    }

    private static func debianDirectories() -> [String] {
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        return versions.compactMap(Int.init).sorted(by: >).map { "\(root)/\($0)/bin" }
    }

    private static func homebrewDirectories() -> [String] {
        ["/opt/homebrew/opt", "/usr/local/opt"].flatMap { root in
            let formulas = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
            return formulas.compactMap { $0.hasPrefix("postgresql@") ? Int($0.dropFirst("postgresql@".count)) : nil }
                .sorted(by: >)
                .map { "\(root)/postgresql@\($0)/bin" }
        }
    }

    private static func fromConfig(searching path: [String]) async -> PostgresBinaries? {
        let config = path.map { "\($0)/pg_config" }.first(where: FileManager.default.isExecutableFile(atPath:))
        guard let config, let output = try? await ShellCommand.run(config, ["--bindir"]), output.isSuccess else {
            return nil
        }
        let binaries = PostgresBinaries(directory: String(output.standardOutput.prefix { $0 != "\n" }))
        return binaries.areComplete ? binaries : nil
    }

    private static func resolvedFolder(of program: String) -> String {
        let resolved = RealPath.resolve(program) ?? program
        return String(resolved.prefix(upTo: resolved.lastIndex(of: "/") ?? resolved.startIndex))
    }
}
