import Foundation
import Testing
import TodoCore
import TodoTestSupport

@testable import TodoPostgres

@Suite struct DatabaseDiagnosisTests {
    private static func findings(_ database: TestDatabase, secondsBehind: Double = 0) async -> [Finding] {
        let diagnosis = DatabaseDiagnosis(
            url: database.url,
            migrationURL: nil,
            poolerMode: .auto,
            timeout: .seconds(20),
            // The tests' PostgreSQL has this machine's clock.
            now: {
                let seconds = Date().timeIntervalSince1970 - secondsBehind
                return Timestamp(microsecondsSinceEpoch: Int64(seconds * 1_000_000))
            }
        )
        var findings: [Finding] = []
        await diagnosis.run { findings.append($0) }
        return findings
    }

    @Test func aSoundDatabaseHasAFindingForEachCheckAndNoFault() async throws {
        try await TestDatabase.with { database in
            let findings = await Self.findings(database)
            #expect(findings.map(\.check) == DatabaseCheck.allCases.map(\.rawValue))
            #expect(findings.allSatisfy { [.ok, .notApplicable].contains($0.status) }, "\(findings)")
        }
    }

    @Test func aClockThatGoesWrongIsFoundOut() async throws {
        try await TestDatabase.with { database in
            let findings = await Self.findings(database, secondsBehind: 120)
            let clock = try #require(findings.first { $0.check == DatabaseCheck.clock.rawValue })
            #expect(clock.status == .fault(.unfit))
            #expect(clock.sentence.contains("ahead of this machine's"))
            #expect(clock.remedy?.contains("NTP") == true)
            #expect(findings.filter(\.isFault) == [clock])
        }
    }
}
