/// Whether tasks can be served from a database.
public enum Readiness: Sendable, Hashable {
    /// They can.
    case ready
    /// - cause: what is the matter and what to do, for operators; it may name what clients must not see.
    case notReady(cause: String)

    /// Ready when both are, else with every cause.
    public func and(_ other: Readiness) -> Readiness {
        switch (self, other) {
        case (.ready, _): other
        case (_, .ready): self
        case (.notReady(let first), .notReady(let second)): .notReady(cause: "\(first); \(second)")
        }
    }
}

extension PostgresClient {
    /// Has the database prove that it keeps users apart and that its schema is recent enough, which takes as long as a query
    /// may (``PostgresConfiguration/queryTimeout``).
    ///
    /// Throws nothing: whatever is the matter is the cause, cancelling the task among it, which ends the wait at once.
    ///
    public func readiness() async -> Readiness {
        do throws(PostgresError) {
            let proof = try await query(.read, IsolationProof.statement, []) { result throws(PostgresError) in
                try IsolationProof(result)
            }
            if let fault = proof.fault { return .notReady(cause: fault) }
            guard proof.schemaVersion >= Migration.required else {
                return .notReady(
                    cause: "the schema has version \(proof.schemaVersion), this build needs \(Migration.required): "
                        + "run todoctl migrate up"
                )
            }
            return .ready
        } catch {
            let error = error.inProof
            return .notReady(cause: error.code == .unfit ? error.message : error.description)
        }
    }
}
