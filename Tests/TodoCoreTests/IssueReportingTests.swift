import CustomDump
import Testing

/// A check that cannot fail is none: CustomDump needs more than its own module to fail a test on Linux.
@Suite struct IssueReportingTests {
    @Test func aDifferenceFailsTheTest() {
        withKnownIssue {
            expectNoDifference([1, 2], [1, 3])
        } matching: { issue in
            issue.comments.contains { $0.rawValue.contains("Difference") }
        }
    }
}
