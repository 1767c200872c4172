import HTTPParsing
import HTTPTypes
import NIOCore
import Testing

@Suite struct RequestParserTests {
    private static let limits = RequestParser.Limits(headBytes: 1000, lineBytes: 500, fields: 10)

    private func read(_ text: String, limits: RequestParser.Limits = limits) throws -> [Message] {
        try Message.all(in: ByteBuffer(string: text), limits: limits)
    }

    // MARK: Heads

    @Test func aHeadIsReadToTheLetter() throws {
        let head = try #require(
            try read("PATCH /a%20b?q=é HTTP/1.1\r\nHost: x\r\nX-Empty:\r\nX-Blank: \t a \t b \t \r\n\r\n").first?.head
        )
        #expect(head.method == .patch)
        #expect(head.target == "/a%20b?q=é")
        #expect(!head.isHTTP10)
        #expect(head.fields.map(\.name) == ["Host", "X-Empty", "X-Blank"])
        #expect(head.fields.map(\.value) == ["x", "", "a \t b"])
        #expect(head.keepsAlive && head.hasProperHost && !head.expectsContinue)
        #expect(head.bodyLength == .bytes(0))
    }

    @Test(arguments: [
        "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE", "get", "FOO", "M-SEARCH",
        "!#$%&'*+-.^_`|~09azAZ",
    ])
    func everyTokenIsAMethod(method: String) throws {
        #expect(try read("\(method) / HTTP/1.1\r\n\r\n").map(\.head.method.rawValue) == [method])
    }

    @Test(arguments: ["/", "*", "http://a/b", "/a?b#c", "//", "/\"<>\\^`{|}"])
    func everyFormOfTargetIsTaken(target: String) throws {
        #expect(try read("OPTIONS \(target) HTTP/1.1\r\n\r\n").map(\.head.target) == [target])
    }

    @Test func fieldsAreFoundWhateverTheirCase() throws {
        let head = try #require(
            try read("GET / HTTP/1.1\r\nPREFER: a\r\nx: y\r\nprefer: b, c\r\nPrefe: d\r\nPreferr: e\r\n\r\n").first?
                .head
        )
        let name = try #require(HTTPField.Name("Prefer"))
        #expect(head[name] == "a, b, c")
        #expect(head.values(name) == ["a", "b, c"])
        #expect(head[.authorization] == nil)
        #expect(head.values(.authorization) == [])
    }

    @Test(arguments: [
        ("HTTP/1.1", "", true), ("HTTP/1.1", "Connection: close\r\n", false),
        ("HTTP/1.1", "connection: x ,\tCLOSE\r\n", false),
        ("HTTP/1.1", "Connection: closed\r\n", true), ("HTTP/1.1", "Connection: keep-alive, close\r\n", false),
        ("HTTP/1.1", "Connection: a\r\nConnection: close\r\n", false), ("HTTP/1.0", "", false),
        ("HTTP/1.0", "Connection: Keep-Alive\r\n", true), ("HTTP/1.0", "Connection: keep-alive, close\r\n", false),
        ("HTTP/1.1", "Connection: Upgrade\r\nUpgrade: h2c\r\n", true),
    ])
    func theConnectionIsKeptAsTheHeadSays(version: String, fields: String, isKept: Bool) throws {
        #expect(try read("GET / \(version)\r\n\(fields)\r\n").map(\.head.keepsAlive) == [isKept])
    }

    @Test func connectLeavesHTTP() throws {
        #expect(try read("CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n").map(\.head.keepsAlive) == [false])
    }

    @Test(arguments: [
        ("HTTP/1.1", "", false), ("HTTP/1.1", "Host: a\r\n", true), ("HTTP/1.1", "HOST: a\r\n", true),
        ("HTTP/1.1", "Host: a\r\nhost: a\r\n", false), ("HTTP/1.0", "", true), ("HTTP/1.0", "Host: a\r\n", true),
        ("HTTP/1.0", "Host: a\r\nHost: b\r\n", false),
    ])
    func oneHostIsProper(version: String, fields: String, isProper: Bool) throws {
        #expect(try read("GET / \(version)\r\n\(fields)\r\n").map(\.head.hasProperHost) == [isProper])
    }

    @Test(arguments: [
        ("Expect: 100-continue\r\nContent-Length: 1\r\n", "HTTP/1.1", true),
        ("Expect: 100-Continue\r\nTransfer-Encoding: chunked\r\n", "HTTP/1.1", true),
        ("Expect: 100-continue\r\nContent-Length: 0\r\n", "HTTP/1.1", false),
        ("Expect: 100-continue\r\n", "HTTP/1.1", false),
        ("Expect: something\r\nContent-Length: 1\r\n", "HTTP/1.1", false),
        ("Expect: 100-continue\r\nContent-Length: 1\r\n", "HTTP/1.0", false),
    ])
    func aBodyMayWaitToBeAskedFor(fields: String, version: String, waits: Bool) throws {
        var parser = RequestParser(limits: Self.limits)
        parser.receive(ByteBuffer(string: "POST / \(version)\r\n\(fields)\r\n"))
        guard case .head(let head) = try parser.next() else {
            Issue.record("no head")
            return
        }
        #expect(head.expectsContinue == waits)
    }

    @Test func emptyLinesBeforeARequestArePassedOver() throws {
        #expect(
            try read("\r\n\r\nGET /a HTTP/1.1\r\n\r\n\r\nGET /b HTTP/1.1\r\n\r\n").map(\.head.target) == ["/a", "/b"]
        )
    }

    // MARK: Bodies

    @Test func aBodyEndsWhereItsLengthSays() throws {
        let messages = try read("POST /a HTTP/1.1\r\nContent-Length: 003\r\n\r\nabcGET /b HTTP/1.1\r\n\r\n")
        #expect(messages.map(\.body) == ["abc", ""])
        #expect(messages.map(\.head.target) == ["/a", "/b"])
    }

    @Test func chunksArePutTogether() throws {
        let messages = try read(
            "POST / HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n\r\n"
                + "1\r\na\r\n00A ;x=\"y;\\\" \" ; z\t= 1\r\n0123456789\r\n0;z\r\nX: y\r\nZ: \r\n\r\nGET /b HTTP/1.1\r\n\r\n"
        )
        #expect(messages.map(\.body) == ["a0123456789", ""])
    }

    // MARK: Faults

    @Test(arguments: [
        "GARBAGE\r\n\r\n", "GET /\r\n\r\n", "GET  / HTTP/1.1\r\n\r\n", "GET /  HTTP/1.1\r\n\r\n",
        " GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1 \r\n\r\n", "GET / HTTP/1.1\n\n", "GET / HTTP/1.1\r\nA: b\n\r\n", "GET / HTTP/1.1\r\r\n\r\n",
        "GET a HTTP/1.1\r\n\r\n", "GET /\u{7F} HTTP/1.1\r\n\r\n", "GET /\u{0} HTTP/1.1\r\n\r\n",
        "G\u{E9}T / HTTP/1.1\r\n\r\n",
        "GET /\t HTTP/1.1\r\n\r\n", "GET / FTP/1.1\r\n\r\n", "GET / http/1.1\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}\u{0}",
        "GET / HTTP/1.1\r\nNo colon\r\n\r\n", "GET / HTTP/1.1\r\nA : b\r\n\r\n", "GET / HTTP/1.1\r\n: b\r\n\r\n",
        "GET / HTTP/1.1\r\n A: b\r\n\r\n", "GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n",
        "GET / HTTP/1.1\r\nA: b\u{0}c\r\n\r\n",
        "GET / HTTP/1.1\r\nA: b\rc\r\n\r\n", "GET / HTTP/1.1\r\nA: b\u{7F}\r\n\r\n", "GET / HTTP/1.1\r\nÄ: b\r\n\r\n",
        "\n\nGET / HTTP/1.1\r\n\r\n", "\rGET / HTTP/1.1\r\n\r\n",
    ])
    func whatIsNoHeadIsRefused(text: String) {
        #expect(throws: RequestFault.malformedHead) { try read(text) }
    }

    @Test(arguments: ["HTTP/0.9", "HTTP/1.2", "HTTP/2.0", "HTTP/1.10", "HTTP/1", "HTTP/"])
    func otherVersionsAreRefused(version: String) {
        #expect(throws: RequestFault.unknownVersion) { try read("GET / \(version)\r\n\r\n") }
    }

    @Test(arguments: [
        "Content-Length: -1", "Content-Length: +1", "Content-Length: x", "Content-Length:", "Content-Length: 1 1",
        "Content-Length: 1, 1", "Content-Length: 0x1", "Content-Length: 9223372036854775808",
        "Content-Length: 1\r\nContent-Length: 1",
        "Content-Length: 1\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\ncontent-length: 1",
        "Transfer-Encoding: gzip", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: chunked, chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "Transfer-Encoding: identity", "Transfer-Encoding:",
        "Transfer-Encoding: xchunked", "Transfer-Encoding: \u{B}chunked",
    ])
    func aLengthWithTwoReadingsIsRefused(fields: String) {
        #expect(throws: RequestFault.self) { try read("POST / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\r\n") }
    }

    @Test func chunksAreRefusedInHTTP10() {
        #expect(throws: RequestFault.malformedLength) {
            try read("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n")
        }
    }

    @Test(arguments: [
        "zz\r\n", "\r\n", "-1\r\n", "+1\r\n", "0x1\r\n", "1 1\r\n", "1\n", "1\r\nabc", "1\r\na\n\r\n", ";x\r\n",
        "1,\r\n",
        "1;\u{0}\r\n", "1;\r\n", "1;a=\r\n", "1;a=b c\r\n", "1;a=\"b\r\n", "1;a=\"b\"c\r\n", "1;a=\"b\u{0}c\r\n",
        "1;a=\"b\u{0}\"\r\n", "1;a=\"\\\"\r\n",
        "1000000000000000\r\n", "1;\(String(repeating: "x", count: 2000))", "0\r\nno colon\r\n", "0\r\n a: b\r\n",
        "0\r\na: b\n",
    ])
    func whatIsNoChunkIsRefused(text: String) {
        #expect(throws: RequestFault.self) { try read("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + text) }
    }

    @Test(arguments: [
        "GET /\(String(repeating: "x", count: 501)) HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nX: \(String(repeating: "x", count: 501))\r\n\r\n",
        "GET / HTTP/1.1\r\nX: \(String(repeating: "x", count: 1001))",
        "GET / HTTP/1.1\r\n\(String(repeating: "X: y\r\n", count: 11))\r\n",
        "GET / HTTP/1.1\r\n\(String(repeating: "X: \(String(repeating: "y", count: 200))\r\n", count: 6))\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"
            + String(repeating: "X: \(String(repeating: "y", count: 200))\r\n", count: 6),
    ])
    func headsBeyondMeasureAreRefused(text: String) {
        #expect(throws: RequestFault.headTooLarge) { try read(text) }
        #expect(throws: RequestFault.headTooLarge) { try Message.all(inBytesOf: text, limits: Self.limits) }
    }

    @Test func afterAFaultThereIsNothing() throws {
        var parser = RequestParser(limits: Self.limits)
        parser.receive(ByteBuffer(string: "\u{1}GET / HTTP/1.1\r\n\r\n"))
        #expect(throws: RequestFault.malformedHead) { try parser.next() }
        parser.receive(ByteBuffer(string: "GET / HTTP/1.1\r\n\r\n"))
        #expect(try parser.next() == nil)
        #expect(parser.hasFailed)
    }

    @Test func aHeadThatHasBegunIsNoticed() throws {
        var parser = RequestParser(limits: Self.limits)
        #expect(!parser.isWithinHead)
        for (bytes, isWithinHead) in [("\r\n", false), ("G", true), ("ET / HTTP/1.1\r\nContent-Length: 1\r\n", true)] {
            parser.receive(ByteBuffer(string: bytes))
            #expect(try parser.next() == nil)
            #expect(parser.isWithinHead == isWithinHead)
        }
        parser.receive(ByteBuffer(string: "\r\n"))
        #expect(try parser.next() != nil)
        #expect(!parser.isWithinHead)
    }
}
