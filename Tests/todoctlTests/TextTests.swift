import Testing
import TodoCore

@testable import todoctl

@Suite struct QuotationTests {
    @Test(arguments: [
        ("alice", #""alice""#), ("žluťoučký 😀", #""žluťoučký 😀""#), (#"a"b\c"#, #""a\"b\\c""#),
        ("a\u{1B}[0m", #""a\u{1B}[0m""#),
        ("a\u{9B}b\u{200B}c\u{202E}", #""a\u{009B}b\u{200B}c\u{202E}""#), ("", #""""#),
    ])
    func foreignTextIsShownSafely(text: String, shown: String) {
        #expect(Quotation.text(text) == shown)
    }

    @Test func aLongTextIsCut() {
        #expect(Quotation.text(String(repeating: "a", count: 1000)) == "\"\(String(repeating: "a", count: 256))…\"")
    }
}

@Suite struct RelativeTimeTests {
    @Test(arguments: [
        (0, "now"), (-0.4, "now"), (1, "in 1 s"), (-30, "30 s ago"), (-119, "119 s ago"), (-180, "3 min ago"),
        (900, "in 15 min"),
        (7200, "in 2 h"), (-172_800, "2 days ago"), (1e300, "in 1000000000000000 days"),
        (-1e300, "1000000000000000 days ago"),
    ])
    func isSaidInTheUnitThatFits(seconds: Double, text: String) {
        #expect(RelativeTime.text(seconds) == text)
    }
}
