import Subprocess

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

    /// Hands the input on from the environment, which nobody else can read.
    ///
    /// swift-subprocess could write it to the program's standard input, but ends our process when the program ends before it
    /// has read all of it.
    private static let script = #"cd / && printf '%s' "$INPUT" | (unset INPUT; exec "$@")"#

    /// Runs `program` in the root folder, so that no folder's permissions matter.
    ///
    /// The program reads `input` as its standard input, which no process list shows, unlike arguments; it may have 100 kB.
    static func run(
        _ program: String,
        _ arguments: [String],
        input: String = "",
        as user: UnprivilegedUser? = nil
    ) async throws(PrivatePostgresError) -> Output {
        do {
            let shell = ShellInvocation(["-c", script, "sh", program] + arguments, as: user)
            let result = try await Subprocess.run(
                shell.executable,
                arguments: shell.arguments,
                environment: Environment(PostgresEnvironment.variables.merging(["INPUT": input]) { _, input in input }),
                platformOptions: shell.platformOptions,
                input: .none,
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
