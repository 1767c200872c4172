import CustomDump
import Testing
import TodoJSON

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

    @Test(arguments: [
        (JSONValue.number(1.5), "1.5"), (.number(-0.1), "-0.1"), (.number(1e300), "1e+300"),
        (.number(2.5e-10), "2.5e-10"),
        (.number(.infinity), "null"), (.number(.nan), "null"), (.integer(.min), "-9223372036854775808"),
    ])
    func aNumberIsSpeltSoThatItIsReadAsTheSame(_ value: JSONValue, _ text: String) {
        #expect(value.compactText == text)
    }
}
