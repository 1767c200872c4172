import Subprocess

/// Programs that tests run.
enum TestProcess {
    struct Result: Sendable {
        let exitCode: Int32
        let standardOutput: String
        let standardError: String
    }

    /// Runs `program` to its end; `environment` is all that it gets, apart from `PATH`, and `input` all that it reads.
    static func run(
        _ program: String,
        _ arguments: [String],
        environment: [String: String] = [:],
        input: String = "",
        workingDirectory: String = "/"
    ) async throws -> Result {
        // env takes a working directory and a whole environment, and replaces itself by the program.
        let variables = environment.map { "\($0)=\($1)" }
        let result = try await Subprocess.run(
            .name("sh"),
            arguments: Arguments(
                ["-c", #"cd "$1" && shift && exec env -i PATH="$PATH" "$@""#, "sh", workingDirectory] + variables
                    + [program] + arguments
            ),
            input: .string(input),
            output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20)
        )
        let exitCode: Int32 =
            switch result.terminationStatus {
            case .exited(let code): code
            case .signaled(let signal): 128 + signal
            }
        return Result(
            exitCode: exitCode,
            standardOutput: result.standardOutput,
            standardError: result.standardError
        )
    }
}
