/// Whether tasks can be served from a database.
public enum Readiness: Sendable, Hashable {
    /// They can.
    case ready
    /// - causes: what is the matter and what to do, a line each, for operators; they may name what clients must not see.
    case notReady(causes: [String])

    /// Ready when both are, else with every cause.
    public func and(_ other: Readiness) -> Readiness {
        switch (self, other) {
        case (.ready, _): other
        case (_, .ready): self
        case (.notReady(let first), .notReady(let second)): .notReady(causes: first + second)
        }
    }
}

extension PostgresClient {
    /// Has the database prove that it keeps users apart and that its schema is recent enough, which takes as long as a query
    /// may (``PostgresConfiguration/queryTimeout``).
    ///
    /// Where it does not, connections that have proved it earlier are replaced, so that none serves any longer.
    /// Throws nothing: whatever is the matter is the cause, cancelling the task among it, which ends the wait at once.
    public func readiness() async -> Readiness {
        do throws(PostgresError) {
            let proof = try await query(.read, IsolationProof.statement, []) { result throws(PostgresError) in
                try IsolationProof(result)
            }
            if let fault = proof.fault {
                replaceConnections()
                return .notReady(causes: [fault])
            }
            guard proof.schemaVersion >= Migration.required else {
                return .notReady(
                    causes: [
                        "the schema has version \(proof.schemaVersion), this build needs \(Migration.required): "
                            + "run todoctl migrate up"
                    ]
                )
            }
            return .ready
        } catch {
            let error = error.inProof
            let saysAll = error.code == .unfit || error.code == .connectionFailed
            let cause = (saysAll ? error.message : error.description).split(whereSeparator: \.isNewline)
            return .notReady(causes: [cause.joined(separator: " ")])
        }
    }
}
