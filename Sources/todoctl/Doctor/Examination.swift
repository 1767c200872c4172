import TodoPostgres
import TodoSettings

/// Every check, in the order in which they are told.
struct Examination {
    let settings: SettingsReading
    /// How long the checks of one service may take.
    let timeout: Duration

    /// Hands over the findings as they come, those of the database while the issuer is still asked.
    func run(_ report: (Finding) -> Void) async {
        report(settings.finding)
        report(settings.secretFinding)
        async let issuer = IssuerCheck.finding(settings.authentication, timeout: timeout)
        async let ports = PortCheck.findings(settings.server)
        await examineDatabase(report)
        report(await issuer)
        for finding in await ports { report(finding) }
    }

    private func examineDatabase(_ report: (Finding) -> Void) async {
        guard let database = try? settings.database.get() else {
            for check in DatabaseCheck.allCases {
                report(Finding(check.rawValue, .skipped, "the settings of the database are wrong"))
            }
            return
        }
        let diagnosis = DatabaseDiagnosis(
            url: database.url.reveal(),
            migrationURL: (try? settings.migrationURL?.get())?.reveal(),
            poolerMode: PoolerMode(rawValue: database.poolerMode) ?? .auto,
            timeout: timeout,
            now: { .wallClock }
        )
        await diagnosis.run(report)
    }
}
