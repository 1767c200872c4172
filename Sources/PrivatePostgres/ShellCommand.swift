import Subprocess

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Runs a program to its end and collects what it prints: for programs that take moments, such as `pg_isready`.
///
/// Cancelling the task that waits kills the program.
enum ShellCommand {
    struct Output: Sendable {
        let isSuccess: Bool
        let standardOutput: String
        let standardError: String
    }

    private static let limit = 16 << 20

    /// Set once for the process: a program that ends before it has read its input must not end us by `SIGPIPE`.
    private static let brokenPipesIgnored: Void = { _ = signal(SIGPIPE, SIG_IGN) }()

    /// Runs `program` in the root folder, so that no folder's permissions matter.
    ///
    /// The program reads `input` as its standard input, which no process list shows, unlike arguments.
    static func run(
        _ program: String,
        _ arguments: [String],
        input: String = "",
        as user: UnprivilegedUser? = nil
    ) async throws(PrivatePostgresError) -> Output {
        _ = brokenPipesIgnored
        do {
            let shell = ShellInvocation(["-c", #"cd / && exec "$@""#, "sh", program] + arguments, as: user)
            let result = try await Subprocess.run(
                shell.executable,
                arguments: shell.arguments,
                environment: PostgresEnvironment.environment,
                platformOptions: shell.platformOptions,
                input: .string(input),
                output: .string(limit: limit),
                error: .string(limit: limit)
            )
            return Output(
                isSuccess: result.terminationStatus.isSuccess,
                standardOutput: result.standardOutput,
                standardError: result.standardError
            )
        } catch {
            throw PrivatePostgresError(.commandFailed, "cannot run \(program): \(error)")
        }
    }
}
