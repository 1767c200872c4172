import Testing
import TodoCore

@testable import TodoTokens

@Suite struct StrictJSONTests {
    /// An object of any members.
    private struct Anything: Decodable {
        private enum Name: CodingKey {}
        init(from decoder: any Decoder) throws { _ = try decoder.container(keyedBy: Name.self) }
    }

    private func isRead(_ text: String) -> Bool {
        let value: Anything? = StrictJSON.decode(Array(text.utf8))
        return value != nil
    }

    @Test(
        arguments: [
            "{}", " \t\r\n{ } ", #"{ "a" : [ ] , "b" : [ 1 , "x" , null , true , false , { } ] }"#,
            #"{"a":-0.5e-7,"b":0,"c":10,"d":1E+2,"e":-0}"#, #"{"a":"\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00"}"#, #"{"":1}"#,
            #"{"a":"\ud800"}"#, #"{"a":{"b":1},"b":{"a":1}}"#, #"{"a":1,"A":2}"#, "{\"\u{E9}\":\"\u{1F600}\u{7F}\"}",
        ]
    )
    func anObjectIsRead(text: String) {
        #expect(isRead(text))
    }

    /// The decoder alone would read many of these.
    @Test(
        arguments: [
            "", " ", "[]", "1", "null", "\"a\"", "{", "{}{}", "{},", "\u{FEFF}{}", "{}\u{0}", #"{"a":1,}"#,
            #"{"a":[1,]}"#,
            #"{"a":01}"#, #"{"a":1.}"#, #"{"a":-}"#, #"{"a":1e}"#, #"{"a":1.2.3}"#, #"{"a":NaN}"#, #"{"a":"\q"}"#,
            #"{"a":"\u00g0"}"#, "{\"a\":\"\n\"}", "{\"a\":\"\u{0}\"}", "{/**/}", #"{"\ud800":1}"#, #"{"a":1,"a":1}"#,
            #"{"a":1,"\u0061":2}"#, #"{"a":[{"b":1,"b":2}]}"#, "{\"\u{E9}\":1,\"e\u{301}\":2}",
        ]
    )
    func anythingElseIsRefused(text: String) {
        #expect(!isRead(text))
    }

    /// 512 is where the decoder stops; it traps if the text stops there too.
    @Test func nestingIsBounded() {
        for (open, close) in [("[", "]"), (#"{"a":"#, "}")] {
            func nested(_ depth: Int) -> String {
                #"{"a":"# + String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth) + "}"
            }
            #expect(isRead(nested(JSONSyntax.maximumDepth - 1)))
            for depth in [JSONSyntax.maximumDepth, 511, 512, 513, 100_000, 1_000_000] {
                #expect(!isRead(nested(depth)))
                #expect(!isRead(#"{"a":"# + String(repeating: open, count: depth)))
                #expect(!isRead(#"{"a":"# + String(repeating: open, count: depth) + "["))
            }
        }
    }
}
