import Testing
import TodoCore

@testable import TodoPostgres

@Suite struct MigrationHistoryTests {
    private static let known = (1...3).map { Migration(version: $0, name: "step \($0)", sql: "select \($0)") }

    private static func history(_ recorded: [Int], changed: Set<Int> = []) -> MigrationHistory {
        MigrationHistory(
            migrations: known,
            records: recorded.map { version in
                let checksum = known.first { $0.version == version && !changed.contains(version) }?.checksum
                return .init(
                    version: version,
                    name: "step \(version)",
                    checksum: checksum ?? "another",
                    appliedAt: Timestamp(microsecondsSinceEpoch: 0)
                )
            }
        )
    }

    @Test(arguments: [
        (history([]), [MigrationStatus.State.pending, .pending, .pending]),
        (history([1]), [.applied, .pending, .pending]),
        (history([1, 3]), [.applied, .missing, .applied]),
        (history([1, 2, 3], changed: [2]), [.applied, .modified, .applied]),
        (history([1, 2, 3, 4]), [.applied, .applied, .applied, .unknown]),
    ])
    func tellsPendingMissingModifiedAndTooNewApart(history: MigrationHistory, states: [MigrationStatus.State]) {
        #expect(history.statuses.map(\.state) == states)
    }

    @Test(arguments: [
        (history([1, 3]), "migration 2 (step 2) is missing"),
        (history([1, 2], changed: [1]), "migration 1 (step 1) was applied with another text"),
        (history([1, 2, 3, 4]), "the database is newer than this build: it has migration 4"),
    ])
    func whatDoesNotFitIsNamed(history: MigrationHistory, reason: String) {
        let error = #expect(throws: MigrationError.self) { try history.checkFit() }
        #expect(error?.code == .mismatch)
        #expect(error?.description.hasPrefix(reason) == true)
    }

    @Test func lineEndsDoNotMatterToTheChecksum() {
        let unix = Migration(version: 1, name: "a", sql: "select 1;\nselect 2;")
        let windows = Migration(version: 1, name: "a", sql: "select 1;\r\nselect 2;")
        let other = Migration(version: 1, name: "a", sql: "select 1;\n\nselect 2;")
        #expect(unix.checksum == windows.checksum)
        #expect(unix.checksum != other.checksum)
    }

    @Test func theScriptPutsWhatRunsAloneOutsideOfTransactions() {
        var migrations = Self.known
        migrations[1].runsAlone = true
        let script = MigrationPlan(migrations, limits: "", lockKey: 7).script
        let marks = script.split(separator: "\n").filter {
            ["begin;", "commit;", "-- Not in a transaction.", "select 1", "select 2", "select 3"].contains($0)
        }
        #expect(
            marks == [
                "begin;", "select 1", "commit;",
                "-- Not in a transaction.", "select 2",
                "begin;", "select 3", "commit;",
            ]
        )
        #expect(MigrationPlan([], limits: "", lockKey: 7).script.isEmpty)
    }
}
