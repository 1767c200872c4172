import CustomDump
import Testing

@testable import TodoTokens

@Suite struct Base64URLTests {
    @Test(
        arguments: [
            ("", []), ("AA", [0]), ("_w", [255]), ("-_8", [251, 255]), ("AAEC", [0, 1, 2]),
            ("Zm9vYg", Array("foob".utf8)),
        ] as [(String, [UInt8])]
    )
    func textNamesBytes(text: String, bytes: [UInt8]) {
        expectNoDifference(Base64URL.decode(Substring(text).utf8), bytes)
        expectNoDifference(Base64URL.encode(bytes), text)
    }

    @Test(arguments: ["A", "AAAAA", "AB", "AAB", "AA==", "+A", "/w", "A A", "é", "AA\n"])
    func anythingElseIsRefused(text: String) {
        #expect(Base64URL.decode(Substring(text).utf8) == nil)
    }
}
