import CustomDump
import Testing

@testable import TodoServer

@Suite struct JSONValueTests {
    private let value: JSONValue = ["b": [1, true, nil, "x\"y\n"], "a": [:], "c": []]

    @Test func compactTextKeepsTheOrderAndHasNoWhiteSpace() {
        #expect(value.compactText == #"{"b":[1,true,null,"x\"y\n"],"a":{},"c":[]}"#)
    }

    @Test func indentedTextHasOneEntryALine() {
        expectNoDifference(
            value.indentedText,
            #"""
            {
              "b": [
                1,
                true,
                null,
                "x\"y\n"
              ],
              "a": {},
              "c": []
            }
            """#
        )
    }
}
