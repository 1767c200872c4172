import Testing

@testable import TodoTokens

@Suite struct StrictJSONTests {
    /// An object of any members.
    private struct Anything: Decodable {}

    private func isRead(_ text: String) -> Bool {
        let value: Anything? = StrictJSON.decode(Array(text.utf8))
        return value != nil
    }

    @Test(
        arguments: [
            "{}", " \t\r\n{ } ", #"{"a":1}"#, #"{ "a" : [ ] , "b" : [ 1 , "x" , null , true , false , { } ] }"#,
            #"{"a":-0.5e-7,"b":0,"c":10,"d":1E+2,"e":-0}"#, #"{"a":"\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00"}"#, #"{"":1}"#,
            #"{"a":"\ud800"}"#, #"{"a":{"b":1},"b":{"a":1}}"#, #"{"a":1,"A":2}"#, "{\"\u{E9}\":\"\u{1F600}\u{7F}\"}",
        ]
    )
    func anObjectIsRead(text: String) {
        #expect(isRead(text))
    }

    @Test(
        arguments: [
            "", " ", "[]", "1", "null", "\"a\"", "{", "}", "{]", "{}}", "{}{}", "{} x", "{},", "\u{FEFF}{}", "{}\u{0}",
            "{,}",
            #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, #"{"a":1 "b":2}"#, #"{a:1}"#, #"{'a':1}"#, #"{1:1}"#, #"{"a":[1,]}"#,
            #"{"a":[,1]}"#, #"{"a":[1 2]}"#, #"{"a":[}"#, #"{"a":{]}}"#, #"{"a":01}"#, #"{"a":+1}"#, #"{"a":1.}"#,
            #"{"a":.5}"#,
            #"{"a":-}"#, #"{"a":1e}"#, #"{"a":0x1}"#, #"{"a":1.2.3}"#, #"{"a":NaN}"#, #"{"a":nul}"#, #"{"a":True}"#,
            #"{"a":nulll}"#, #"{"a":"\q"}"#, #"{"a":"\u12"}"#, #"{"a":"\u00g0"}"#, #"{"a":"\"}"#, #"{"a":"b}"#,
            "{\"a\":\"\n\"}", "{\"a\":\"\t\"}", "{\"a\":\"\u{0}\"}", "{\u{A0}}", "{\u{B}}", "{/**/}", "{}//",
            "{\"a\":1}\u{C}",
            #"{"\ud800":1}"#,
        ]
    )
    func anythingElseIsRefused(text: String) {
        #expect(!isRead(text))
    }

    @Test(
        arguments: [
            #"{"a":1,"a":1}"#, #"{"a":1,"b":2,"\u0061":3}"#, #"{"a":{"b":{"c":1,"c":2}}}"#, #"[{"a":1,"a":2}]"#,
            #"{"a":[[{"b":1,"\u0062":2}]]}"#, #"{"\/":1,"/":2}"#, #"{"\n":1,"\u000a":2}"#, #"{"\ud83d\ude00":1,"😀":2}"#,
            // One name to the dictionary that the decoder puts them into.
            "{\"\u{E9}\":1,\"e\u{301}\":2}",
        ]
    )
    func twoMembersOfOneNameAreRefused(text: String) {
        #expect(!isRead(text))
    }

    @Test func nestingIsBounded() {
        for (open, close) in [("[", "]"), (#"{"a":"#, "}")] {
            func nested(_ depth: Int) -> String {
                #"{"a":"# + String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth) + "}"
            }
            #expect(isRead(nested(StrictJSON.maximumDepth - 1)))
            for depth in [StrictJSON.maximumDepth, 511, 512, 513, 100_000, 1_000_000] {
                #expect(!isRead(nested(depth)))
                #expect(!isRead(#"{"a":"# + String(repeating: open, count: depth)))
            }
        }
    }
}
