/// Whether tasks can be served from a database.
public enum Readiness: Sendable, Hashable {
    case ready
    /// - cause: what is the matter, for operators; it may name what clients must not see.
    case notReady(cause: String)
}

extension PostgresClient {
    private static let schemaVersion = Statement(
        name: "todo_schema_version",
        sql: "select coalesce(max(version), 0) from todo_migrations",
        parameterTypes: [],
        resultTypes: [.int8],
        access: .read
    )

    /// Asks the database for its schema's version, which takes as long as a query may.
    public func readiness() async -> Readiness {
        do throws(PostgresError) {
            let version = try await query(.read, Self.schemaVersion, []) { result throws(PostgresError) in
                result.int64(row: 0, column: 0)
            }
            guard version >= Migration.required else {
                return .notReady(
                    cause:
                        "the schema has version \(version), this build needs \(Migration.required): run todoctl migrate up"
                )
            }
            return .ready
        } catch {
            if error.code == .server(.undefinedTable) {
                return .notReady(cause: "the schema is missing: run todoctl migrate up")
            }
            return .notReady(cause: error.description)
        }
    }
}
