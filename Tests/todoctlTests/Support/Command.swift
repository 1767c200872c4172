/// Runs the built `todoctl` in an empty folder with exactly this environment.
func todoctl(
    _ arguments: String...,
    environment: [String: String] = [:],
    input: String = ""
) async throws -> TestProcess.Result {
    try await TemporaryFolder.with { folder in
        try await TestProcess.run(
            BuiltProducts.todoctl,
            arguments,
            environment: environment,
            input: input,
            workingDirectory: folder
        )
    }
}
