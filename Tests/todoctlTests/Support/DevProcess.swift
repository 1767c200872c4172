import Foundation
import Subprocess
import Testing

/// A running `todoctl dev`.
struct DevProcess {
    let processID: Int32
    private let execution: Execution<CustomWriteInput, SequenceOutput, SequenceOutput>

    struct End: Sendable {
        let exitCode: Int32
        let standardError: String
    }

    /// Runs `todoctl dev` in the folder to its end, which `body` must bring about.
    ///
    /// `body` is called once a line with `sign` is printed, and gets all that was printed so far.
    static func run(
        _ arguments: [String],
        in folder: String,
        environment: [String: String] = [:],
        until sign: String,
        _ body: (DevProcess, String) async throws -> Void
    ) async throws -> End {
        let variables = environment.map { "\($0)=\($1)" }
        let result = try await Subprocess.run(
            .name("sh"),
            arguments: Arguments(
                ["-c", #"cd "$1" && shift && exec env -i PATH="$PATH" "$@""#, "sh", folder] + variables
                    + [BuiltProducts.todoctl, "dev"] + arguments
            ),
            input: .inputWriter,
            output: .sequence,
            error: .sequence
        ) { execution in
            async let notes = execution.standardError.strings().reduce(into: "") { $0 += $1 + "\n" }
            var printed = ""
            var lines = execution.standardOutput.strings().makeAsyncIterator()
            while let line = try await lines.next() {
                printed += line + "\n"
                if line.contains(sign) { break }
            }
            if printed.contains(sign) {
                let process = DevProcess(processID: execution.processIdentifier.value, execution: execution)
                try await body(process, printed)
            }
            while try await lines.next() != nil {}
            return try await notes
        }
        let exitCode: Int32 =
            switch result.terminationStatus {
            case .exited(let code): code
            case .signaled(let signal): 128 + signal
            }
        return End(exitCode: exitCode, standardError: result.closureResult)
    }

    func send(_ signal: Signal) throws {
        try execution.send(signal: signal)
    }
}
