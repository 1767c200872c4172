import HTTPParsing
import NIOCore
import Testing

@Suite struct HostTests {
    private static let limits = RequestParser.Limits(headBytes: 1000, lineBytes: 500, fields: 10)

    private func areProper(_ version: String, _ fields: String) throws -> [Bool] {
        let text = "GET / \(version)\r\n\(fields)\r\n"
        return try Message.all(in: ByteBuffer(string: text), limits: Self.limits).map(\.head.hasProperHost)
    }

    @Test(arguments: [
        "", "a", "localhost:8000", "Todo.Example.com", "a.", "a:", ":80", "a:0080", "a:99999", "127.0.0.1",
        "127.0.0.1:1", "xn--bcher-kva.example", "a_b-c.d~e", "!$&'()*+,;=", "%41%c3%bC", "a%20b:1", "[::1]",
        "[::1]:8000", "[::]:", "[2001:DB8::192.0.2.1]", "[v1.a:b]", " \t a \t ",
    ])
    func whatIsAHostIsProper(value: String) throws {
        #expect(try areProper("HTTP/1.1", "Host: \(value)\r\n") == [true])
        #expect(try areProper("HTTP/1.0", "Host: \(value)\r\n") == [true])
    }

    @Test(arguments: [
        "a b", "a\tb", "a/b", "/", "<s>", "u@x", "@", "a?b", "a#b", "a\\b", "a\"b", "a|b", "a^b", "`a`", "{a}", "é",
        "x:80:80", "x:port", "x:-1", "x:+1", "x: 1", "x:8é", "http://a", "::1", "a, b:1", "%", "a%", "a%4", "%4g",
        "%g4", "[::1", "[", "]", "[]", "[]:80", "::1]", "a[::1]", "[::1]a", "[::1]80", "[::1]:x", "[::1]]", "[[::1]]",
        "[a]", "[127.0.0.1]", "[::g]", "[::1%25eth0]", "[v1/a]",
    ])
    func whatIsNoHostIsNot(value: String) throws {
        #expect(try areProper("HTTP/1.1", "Host: \(value)\r\n") == [false])
        #expect(try areProper("HTTP/1.0", "Host: \(value)\r\n") == [false])
    }

    @Test func aProperHostMakesNoOtherProper() throws {
        #expect(try areProper("HTTP/1.1", "Host: a\r\nHost: a b\r\n") == [false])
        #expect(try areProper("HTTP/1.1", "Host: a b\r\nHost: a\r\n") == [false])
    }

    @Test func otherFieldsOfThatLengthAreNoHosts() throws {
        #expect(try areProper("HTTP/1.1", "Host: a\r\nDate: a b/c\r\n") == [true])
    }
}
