extension DatabaseDiagnosis {
    /// How many differences are shown.
    private static let shownDifferences = 10

    /// Compares the schema with what its migrations make, as ``Migrator/verify()`` does.
    func drift() async -> Finding {
        let migrator = Migrator(url: migrationURL ?? url, lockTimeout: timeout, statementTimeout: timeout)
        let verification = await Deadline.wait(timeout) { () async -> Result<SchemaVerification, MigrationError> in
            do throws(MigrationError) {
                return .success(try await migrator.verify())
            } catch {
                return .failure(error)
            }
        }
        switch verification {
        case .success(let verification)?: return finding(verification)
        case .failure(let error)?: return finding(error)
        case nil:
            return Finding(
                .drift,
                .fault(.unreachable),
                "no answer within \(timeout.components.seconds) s",
                remedy: "try again with a higher --timeout"
            )
        }
    }

    private func finding(_ verification: SchemaVerification) -> Finding {
        guard verification.migrations.contains(where: { $0.state != .pending }) else {
            return Finding(.drift, .notApplicable, "no migration is applied yet")
        }
        let differences = verification.differences
        guard !differences.isEmpty else {
            return Finding(.drift, .ok, "the schema is what its applied migrations make")
        }
        var lines = differences.prefix(Self.shownDifferences).map(\.description)
        if differences.count > lines.count { lines.append("and \(differences.count - lines.count) more") }
        return Finding(
            .drift,
            .fault(.drift),
            lines.joined(separator: "\n"),
            remedy: "take back what was changed by hand; todoctl migrate verify compares again"
        )
    }

    private func finding(_ error: MigrationError) -> Finding {
        switch error.code {
        case .unreachable:
            Finding(
                .drift,
                .fault(.unreachable),
                error.description,
                remedy: "correct MIGRATION_DATABASE_URL where it is set; todoctl migrate verify tries again"
            )
        // The database is newer, or the login may not make what to compare with.
        case .mismatch: Finding(.drift, .skipped, error.description)
        case .refused, .locked, .drift, .failed:
            Finding(
                .drift,
                .warning,
                "the schema could not be compared with its migrations: \(error.description)",
                remedy: "set MIGRATION_DATABASE_URL to the login that migrates, and run todoctl migrate verify"
            )
        }
    }
}
