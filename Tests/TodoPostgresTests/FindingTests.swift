import Testing
import TodoCore

@testable import TodoPostgres

@Suite struct TransportSecurityTests {
    static let cases: [(TransportSecurity, Finding.Status)] = [
        (TransportSecurity(host: "db.example.org", tlsVersion: "TLSv1.3", mode: "verify-full"), .ok),
        (TransportSecurity(host: "db.example.org", tlsVersion: "TLSv1.3", mode: "verify-ca"), .warning),
        (TransportSecurity(host: "db.example.org", tlsVersion: "TLSv1.3", mode: "require"), .warning),
        (TransportSecurity(host: "db.example.org", tlsVersion: nil, mode: "prefer"), .warning),
        (TransportSecurity(host: "127.0.0.1.example.org", tlsVersion: nil, mode: "disable"), .warning),
        (TransportSecurity(host: "localhost", tlsVersion: "TLSv1.3", mode: "require"), .notApplicable),
        (TransportSecurity(host: "127.0.0.1", tlsVersion: nil, mode: "prefer"), .notApplicable),
        (TransportSecurity(host: "::1", tlsVersion: nil, mode: "prefer"), .notApplicable),
        (TransportSecurity(host: "/var/run/postgresql", tlsVersion: nil, mode: "prefer"), .notApplicable),
    ]

    @Test(arguments: cases)
    func isWellOnlyWhereTheServerIsVerifiedOrNothingLeavesThisMachine(
        security: TransportSecurity,
        status: Finding.Status
    ) {
        #expect(security.finding.status == status)
        #expect((security.finding.remedy?.contains("sslmode=verify-full") == true) == (status == .warning))
    }
}

@Suite struct ClockDifferenceTests {
    private func finding(remote: Int64, answerAfter: Int64 = 0) -> Finding {
        ClockDifference(
            remote: Timestamp(microsecondsSinceEpoch: remote * 1_000_000),
            before: Timestamp(microsecondsSinceEpoch: 0),
            after: Timestamp(microsecondsSinceEpoch: answerAfter * 1_000_000)
        )
        .finding
    }

    static let cases: [(Int64, Finding.Status)] = [
        (0, .ok), (5, .ok), (-5, .ok), (6, .warning), (-6, .warning), (60, .warning), (61, .fault(.unfit)),
        (-61, .fault(.unfit)),
    ]

    @Test(arguments: cases)
    func isAFaultFromWhereTokensAreJudgedWrongly(seconds: Int64, status: Finding.Status) {
        #expect(finding(remote: seconds).status == status)
    }

    @Test func aSlowAnswerIsNoDifference() {
        #expect(finding(remote: 20, answerAfter: 20).status == .ok)
        #expect(finding(remote: 100, answerAfter: 20).status == .fault(.unfit))
    }

    @Test func theDirectionIsTold() {
        #expect(finding(remote: 90).sentence.contains("is 90 s ahead of this machine's"))
        #expect(finding(remote: -90).sentence.contains("is 90 s behind this machine's"))
    }
}
