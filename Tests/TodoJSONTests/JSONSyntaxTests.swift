import NIOCore
import Testing

@testable import TodoJSON

@Suite struct JSONSyntaxTests {
    private func isValid(_ text: String) -> Bool {
        ByteBuffer(string: text).withUnsafeReadableBytes { JSONSyntax.readMembers(of: $0) { _, _ in } }
    }

    @Test(arguments: [
        "{}", "[]", " {\"a\" : [1 , -2.5e-3, \"\\u00e9\\n\", true,false ,null] }\r\n", "0", "\"\"", "[[[]]]",
        "{\"a\":{\"a\":{}}}",
    ])
    func whatTheGrammarAllowsIsValid(text: String) {
        #expect(isValid(text))
    }

    @Test(arguments: [
        "", " ", "{", "}", "[", "]", "{]", "[1,]", "{\"a\":1,}", "{,}", "[,]", "{\"a\"}", "{\"a\":}", "{a:1}", "{1:1}",
        "1 1",
        "[1 1]", "nul", "True", "\"", "\"\\\"", "\"\\u12\"", "\"\u{1}\"", "00", "-", "1.", ".1", "1e", "+1", "[1}",
        "{} {}", "'a'",
        "\u{FEFF}{}", "/**/{}", "NaN", "-Infinity",
    ])
    func whatTheGrammarDoesNotAllowIsNot(text: String) {
        #expect(!isValid(text))
    }

    @Test(arguments: [(128, true), (129, false), (1_000_000, false)])
    func nestingHasALimit(depth: Int, isAllowed: Bool) {
        #expect(isValid(String(repeating: "[", count: depth) + String(repeating: "]", count: depth)) == isAllowed)
    }
}
