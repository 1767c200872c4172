import PercentEncoding
import Testing

@Suite struct PercentEncodingTests {
    @Test(arguments: [
        ("", ""), ("azAZ09-._~", "azAZ09-._~"), ("/a b", "%2Fa%20b"),
        ("p@ss:w/rd?&=+%", "p%40ss%3Aw%2Frd%3F%26%3D%2B%25"),
        ("\n\u{7F}", "%0A%7F"), ("é😀", "%C3%A9%F0%9F%98%80"),
    ])
    func allButUnreservedCharactersAreEncoded(text: String, encoded: String) {
        #expect(PercentEncoding.encoded(text) == encoded)
        #expect(PercentEncoding.decodedQueryPart(encoded[...]) == text)
    }

    @Test func whatIsToBeKeptIsKept() {
        #expect(PercentEncoding.encoded("/var/my data", keeping: "/") == "/var/my%20data")
    }

    @Test(arguments: [
        ("a+b", "a b"), ("%41%7e", "A~"), ("%C3%A9", "é"), ("%", nil), ("%4", nil), ("%zz", nil), ("%FF", nil),
    ])
    func aQueryPartIsDecodedOrMalformed(text: String, decoded: String?) {
        #expect(PercentEncoding.decodedQueryPart(text[...]) == decoded)
    }

    @Test(arguments: [("limit=5", "limit=5"), ("a=%20+b", "a=%20+b"), ("a=<b>\"é", "a=%3Cb%3E%22%C3%A9")])
    func aQueryPartMayStandInAURIAfterwards(text: String, encoded: String) {
        #expect(PercentEncoding.encodedQueryPart(text[...]) == encoded)
    }
}
