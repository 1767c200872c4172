import HTTPParsing
import HTTPTypes
import NIOCore
import Testing

@Suite struct HeadFragmentTests {
    private func fragment(_ text: String) -> HeadFragment? {
        var parser = RequestParser(limits: .init(headBytes: 100, lineBytes: 50, fields: 10))
        parser.receive(ByteBuffer(string: text))
        while let part = try? parser.next(), part != .end {}
        return parser.fragment
    }

    @Test(arguments: [
        "GET / HTTP/9\r\nOrigin: https://a.example\r\n\r\n",
        "GET / HTTP/1.1\r\norigin:https://a.example \t\r\nX Y: 1\r\n\r\n",
        "GET / HTTP/1.1\r\nBad\r\nORIGIN: \thttps://a.example\n",
        "GET / HTTP/1.1\r\nOrigin: https://a.example\r\nAuthorization: \(String(repeating: "x", count: 200))\r\n\r\n",
        "GET / HTTP/1.1\r\nX-Long: \(String(repeating: "x", count: 200))\r\nOrigin: https://a.example\r\n\r\n",
        "GET / HTTP/1.1\r\nOrigin: https://a.example\r\nHos",
    ])
    func aFieldIsFoundInAHeadThatIsAtFaultOrNotComplete(text: String) {
        #expect(fragment(text)?[.origin] == "https://a.example")
        #expect(fragment(text)?[.accept] == nil)
    }

    @Test(arguments: [
        "", "GET / HTTP/1.1\r\nOrigin: https://a.example",
        "Origin: https://a.example\r\n\r\n",
        "GET / HTTP/9\r\nX-Origin: https://a.example\r\n\r\n",
        "GET / HTTP/9\r\nOrigin : https://a.example\r\n\r\n",
        "GET / HTTP/9\r\nOrigin: https://a.\u{1}example\r\n\r\n",
    ])
    func whatIsNoWholeLineWithTheFieldIsNot(text: String) {
        #expect(fragment(text)?[.origin] == nil)
    }

    @Test(arguments: [
        "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
    ])
    func thereIsNoneOfAHeadThatWasRead(text: String) {
        #expect(fragment(text) == nil)
    }
}
