import Testing
import TodoCore

@Suite struct JSONSyntaxTests {
    private func isValid(_ text: String, namesAreUnique: Bool = false) -> Bool {
        Array(text.utf8).withUnsafeBytes { JSONSyntax.isValid($0, namesAreUnique: namesAreUnique) }
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

    @Test(
        arguments: [
            #"{"a":1,"a":1}"#, #"{"a":1,"b":2,"\u0061":3}"#, #"{"a":{"b":{"c":1,"c":2}}}"#, #"[{"a":1,"a":2}]"#,
            #"{"a":[[{"b":1,"\u0062":2}]]}"#, #"{"\/":1,"/":2}"#, #"{"\n":1,"\u000a":2}"#, #"{"\ud83d\ude00":1,"😀":2}"#,
            #"{"":1,"":2}"#,
            // One name to the dictionary that the decoder puts them into.
            "{\"\u{E9}\":1,\"e\u{301}\":2}",
        ]
    )
    func twoMembersOfOneNameAreRefusedOnRequest(text: String) {
        #expect(isValid(text))
        #expect(!isValid(text, namesAreUnique: true))
    }

    @Test(arguments: [
        #"{"a":1,"b":1,"A":1,"aa":1}"#, #"{"a":{"a":{"a":[{"a":1},{"a":2}]}}}"#, #"{"a":"a","b":"a"}"#,
        #"{"":1," ":1}"#,
        #"{"\u0061":1,"\\u0061":2}"#,
    ])
    func otherNamesAreUnique(text: String) {
        #expect(isValid(text, namesAreUnique: true))
    }

    @Test func aNameThatIsNoTextIsNotUnique() {
        #expect(!isValid(#"{"\ud800":1}"#, namesAreUnique: true))
        #expect(isValid(#"{"a":"\ud800"}"#, namesAreUnique: true))
    }
}
