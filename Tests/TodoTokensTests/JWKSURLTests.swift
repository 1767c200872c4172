import Testing
import TodoTokens

@Suite struct JWKSURLTests {
    @Test(arguments: [
        ("https://app.example.com", "https://app.example.com", "/"),
        ("HTTPS://App.Example.com:443/Keys", "https://app.example.com", "/Keys"),
        ("https://app.example.com:8443/a/b?c=d#e", "https://app.example.com:8443", "/a/b"),
        ("http://localhost:3000/api/auth/jwks", "http://localhost:3000", "/api/auth/jwks"),
        ("http://LOCALHOST:80", "http://localhost", "/"), ("http://127.0.0.1:443/", "http://127.0.0.1:443", "/"),
        ("http://127.1.2.3/", "http://127.1.2.3", "/"), ("http://[::1]:8000/x", "http://[::1]:8000", "/x"),
        ("https://[2001:db8::1]/x", "https://[2001:db8::1]", "/x"), ("https://host?x", "https://host", "/"),
        ("https://host/@/x", "https://host", "/@/x"),
    ])
    func originAndPathAreRead(text: String, origin: String, path: String) throws {
        let url = try JWKSURL(text)
        #expect(url.origin == origin)
        #expect(url.path == path)
    }

    @Test func theQueryIsRequestedButNotShown() throws {
        let url = try JWKSURL("https://host/keys?token=hunter2#part")
        #expect(url.text == "https://host/keys?token=hunter2")
        #expect("\(url)" == "https://host/keys")
    }

    @Test(
        arguments: [
            ("", .notHTTP), ("localhost:3000", .notHTTP), ("ftp://localhost", .notHTTP), ("file:///x", .notHTTP),
            ("//localhost", .notHTTP), (" https://host", .notHTTP), ("https:/host", .notHTTP),
            ("https://", .malformed), ("https:///x", .malformed), ("https://:80", .malformed),
            ("https://host:", .malformed), ("https://host:0", .malformed), ("https://host:65536", .malformed),
            ("https://host:+80", .malformed), ("https://host:8a", .malformed), ("https://a b", .malformed),
            ("https://host/a b", .malformed), ("https://host/\u{E9}", .malformed), ("https://h\u{F6}st/", .malformed),
            ("https://host\\@evil", .malformed), ("https://[::1", .malformed), ("https://[::1]x", .malformed),
            ("https://a]b", .malformed), ("https://host/\r\nX: y", .malformed),
            ("https://user@host/", .credentials), ("https://user:pass@host/", .credentials),
            ("http://localhost@evil.example.com/", .credentials), ("https://@host/", .credentials),
            ("http://app.example.com/", .insecure), ("http://127.0.0.1.example.com/", .insecure),
            ("http://localhost.example.com/", .insecure), ("http://127.1/", .insecure),
            ("http://2130706433/", .insecure),
            ("http://127.0.0.256/", .insecure), ("http://0127.0.0.1/", .insecure), ("http://10.0.0.1/", .insecure),
            ("http://0.0.0.0/", .insecure), ("http://[::2]/", .insecure), ("http://[::ffff:127.0.0.1]/", .insecure),
        ] as [(String, JWKSURL.Refusal)]
    )
    func whatIsNoPlaceForKeysIsRefused(text: String, refusal: JWKSURL.Refusal) {
        #expect(throws: refusal) { try JWKSURL(text) }
    }

    @Test(arguments: [
        ("https://other.example.com/x", "https://other.example.com/x"), ("//other/x", "https://other/x"),
        ("/x?y", "https://host/x?y"), ("x", "https://host/a/x"), ("x:y/../z", nil), ("?q", "https://host/a/b?q"),
        ("./x:y", "https://host/a/./x:y"), ("http://host/x", nil), ("http://localhost/x", nil), ("mailto:x@y", nil),
        ("https://u@host/", nil), ("", "https://host/a/"),
    ])
    func aLocationIsSeenFromTheURL(location: String, expected: String?) throws {
        let url = try JWKSURL("https://host/a/b?c")
        #expect((try? url.resolve(location))?.text == expected)
    }

    @Test func fromThisMachineTheWayMayLeadToHTTPS() throws {
        let url = try JWKSURL("http://localhost:3000/jwks")
        #expect(try url.resolve("https://app.example.com/").text == "https://app.example.com/")
        #expect(try url.resolve("http://127.0.0.1/").text == "http://127.0.0.1/")
        #expect(throws: JWKSURL.Refusal.insecure) { try url.resolve("http://app.example.com/") }
    }
}
