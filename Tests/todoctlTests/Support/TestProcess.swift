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
        // Subprocess itself stops the tests when a program ends without reading what it writes to it.
        let variables = environment.map { "\($0)=\($1)" }
        let result = try await Subprocess.run(
            .name("sh"),
            arguments: Arguments(
                [
                    "-c", #"cd "$1" && input=$2 && shift 2 && printf %s "$input" | env -i PATH="$PATH" "$@""#, "sh",
                    workingDirectory, input,
                ] + variables + [program] + arguments
            ),
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
