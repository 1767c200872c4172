import Testing

@testable import todoctl

@Suite struct DurationArgumentTests {
    @Test(arguments: [("30s", 30), ("2m", 120), ("1h", 3600), ("7d", 604_800)])
    func readsAWholeNumberAndAUnit(text: String, seconds: Int) {
        #expect(DurationArgument(argument: text)?.seconds == seconds)
    }

    @Test(arguments: ["", "s", "1", "0s", "-1s", "+1s", "1.5h", "1w", "1 h", "99999999999999999999d", "40000d"])
    func refusesAnythingElse(text: String) {
        #expect(DurationArgument(argument: text) == nil)
    }

    @Test(arguments: ["45s", "90m", "25h", "2d"])
    func isShownAsItIsWritten(text: String) {
        #expect(DurationArgument(argument: text)?.defaultValueDescription == text)
    }
}
