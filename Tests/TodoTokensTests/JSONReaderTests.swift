import Testing

@testable import TodoTokens

@Suite struct JSONReaderTests {
    private func object(_ text: String) -> JSONObject? { JSONObject(Array(text.utf8)) }

    @Test(arguments: [
        ("{}", nil), ("{\"b\":1}", nil), (" \t\r\n{ \"a\" : \"b\" } \n", "b"), ("{\"a\":\"\"}", ""),
        ("{\"a\":\"é😀\"}", "é😀"), (#"{"a":"\"\\\/\b\f\n\r\t"}"#, "\"\\/\u{8}\u{C}\n\r\t"),
        (#"{"a":"x\u00e9y\uD83D\ude00z"}"#, "xéy😀z"), (#"{"\u0061":"b"}"#, "b"), (#"{"a":"\u0000"}"#, "\0"),
        (#"{"a":"\ud83d"}"#, nil), (#"{"a":"\ude00\ud83d"}"#, nil), (#"{"a":"b","c":{"a":"d"}}"#, "b"),
        (#"{"a":1}"#, nil), (#"{"a":["b"]}"#, nil), (#"{"a":null}"#, nil), (#"{"a":true}"#, nil),
    ])
    func textIsReadToTheLetter(json: String, text: String?) throws {
        let value = try #require(object(json))["a"]?.text
        #expect(value.map { Array($0.utf8) } == text.map { Array($0.utf8) })
    }

    @Test(
        arguments: [
            ("0", 0), ("-0", 0), ("1", 1), ("-12", -12), ("1771322400", 1_771_322_400), ("1.5", 1.5), ("1e3", 1000),
            ("1E+3", 1000), ("25e-1", 2.5), ("1e300", 1e300), ("0e9", 0), ("0.00E-9", 0), ("1e999", nil),
            ("-1e999", nil), ("1e-999", nil), ("0.1", 0.1),
            ("9007199254740993", 0x1p53),
            ("123456789012345678901234567890", 1.2345678901234568e29),
        ] as [(String, Double?)]
    )
    func numbersAreReadAsDoubles(json: String, number: Double?) throws {
        guard case .number(let value) = try #require(object(#"{"a":\#(json)}"#))["a"] else {
            Issue.record("\(json) is no number")
            return
        }
        #expect(value == number)
    }

    @Test(
        arguments: [
            "{}", " \t\r\n{ } ", #"{"a":1}"#, #"{ "a" : [ ] , "b" : [ 1 , "x" , null , true , false , { } ] }"#,
            #"{"a":-0.5e-7,"b":0,"c":10,"d":1E+2,"e":-0}"#, #"{"a":"\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00"}"#, #"{"":1}"#,
            #"{"a":"\ud800"}"#, #"{"a":{"b":1},"b":{"a":1}}"#, #"{"a":1,"A":2}"#, "{\"\u{E9}\":\"\u{1F600}\u{7F}\"}",
        ]
    )
    func anObjectIsRead(text: String) {
        #expect(object(text) != nil)
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
        #expect(object(text) == nil)
    }

    @Test(
        arguments: [
            #"{"a":1,"a":1}"#, #"{"a":1,"b":2,"\u0061":3}"#, #"{"a":{"b":{"c":1,"c":2}}}"#, #"[{"a":1,"a":2}]"#,
            #"{"a":[[{"b":1,"\u0062":2}]]}"#, #"{"\/":1,"/":2}"#, #"{"\n":1,"\u000a":2}"#, #"{"\ud83d\ude00":1,"😀":2}"#,
            // One name to `String`, which is what compares them.
            "{\"\u{E9}\":1,\"e\u{301}\":2}",
        ]
    )
    func twoMembersOfOneNameAreRefused(text: String) {
        #expect(object(text) == nil)
    }

    @Test(arguments: 2...20)
    func howeverManyMembersThereAreNoTwoMayShareAName(count: Int) {
        func text(_ names: [String]) -> String { "{\(names.map { "\"\($0)\":1" }.joined(separator: ","))}" }
        let names = (0..<count).map { "name\($0)" }
        #expect(object(text(names))?[names[count - 1]] != nil)
        #expect(object(text(names.dropLast() + names.prefix(1))) == nil)
        #expect(object(text(names.prefix(1) + names.dropLast())) == nil)
    }

    @Test func aNameIsItsBytes() throws {
        let members = try #require(object("{\"e\u{301}\":1,\"\u{212A}\":2}"))
        #expect(members["e\u{301}"] != nil)
        #expect(members["\u{E9}"] == nil)
        #expect(members["K"] == nil)
    }

    @Test(
        arguments: [
            [0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC3], [0x80],
        ] as [[UInt8]]
    )
    func whatIsNotUTF8IsRefused(bytes: [UInt8]) {
        #expect(JSONObject(Array(#"{"a":""#.utf8) + bytes + Array(#""}"#.utf8)) == nil)
        #expect(JSONObject(Array(#"{"a":"\n"#.utf8) + bytes + Array(#"\n"}"#.utf8)) == nil)
        #expect(JSONObject(Array("{".utf8) + bytes + Array("}".utf8)) == nil)
    }

    @Test(arguments: [("[", "]"), (#"{"a":"#, "}")])
    func nestingEnds(open: String, close: String) {
        func nested(_ depth: Int) -> String {
            #"{"a":"# + String(repeating: open, count: depth - 1) + "1" + String(repeating: close, count: depth - 1)
                + "}"
        }
        #expect(object(nested(JSONReader.maximumDepth)) != nil)
        for depth in [JSONReader.maximumDepth + 1, 511, 512, 513, 100_000, 1_000_000] {
            #expect(object(nested(depth)) == nil)
            #expect(object(#"{"a":"# + String(repeating: open, count: depth)) == nil)
        }
    }

    @Test func whatBreaksOffIsRefused() {
        let json = Array(#"{"a":[1.5e3,true,null,"é\u00e9\n"],"b":{"c":-0}}"#.utf8)
        #expect(JSONObject(json) != nil)
        for end in json.indices { #expect(JSONObject(Array(json[..<end])) == nil) }
    }
}
