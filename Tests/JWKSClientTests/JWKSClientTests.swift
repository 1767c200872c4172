import CustomDump
import JWKSClient
import NIOCore
import NIOPosix
import Testing
import TodoTokens

@Suite(.timeLimit(.minutes(1)))
struct JWKSClientTests {
    private static let document =
        #"{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"a","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#

    private static let silence: @Sendable (String) -> [ScriptedServer.Step] = { _ in [] }

    /// What a fetch brings from a server that follows `script`: the keys' ids, or the error.
    private func fetch(
        timeout: Duration = .seconds(50),
        _ script: @escaping @Sendable (_ target: String) -> [ScriptedServer.Step]
    ) async throws -> Result<[String?], JWKSError> {
        try await ScriptedServer.with(script: script) { server in
            do throws(JWKSError) {
                let url = try Self.url(server.url)
                return .success(try await JWKSClient(timeout: timeout).fetch(url).keySet.keys.map(\.id))
            } catch {
                return .failure(error)
            }
        }
    }

    private static func url(_ text: String) throws(JWKSError) -> JWKSURL {
        do { return try JWKSURL(text) } catch { throw .redirect(error) }
    }

    @Test func aKeySetIsRead() async throws {
        #expect(try await fetch { _ in [ScriptedServer.json(Self.document)] } == .success(["a"]))
    }

    @Test(
        arguments: [("", nil), ("Cache-Control: max-age=300\r\n", 300), ("Cache-Control: no-store\r\n", 0)]
            as [(String, Int?)]
    )
    func theIssuerSaysHowLong(field: String, seconds: Int?) async throws {
        let script: @Sendable (String) -> [ScriptedServer.Step] = { _ in [ScriptedServer.json(Self.document, field)] }
        try await ScriptedServer.with(script: script) { server in
            let answer = try await JWKSClient(timeout: .seconds(50)).fetch(JWKSURL(server.url))
            #expect(answer.maxAge == seconds.map { .seconds($0) })
        }
    }

    @Test(arguments: [
        "", "null", "[]", "{}", #"{"keys":{}}"#, "<!doctype html><html></html>", #"{"keys":["#, "\u{0}",
        String(repeating: "[", count: 100_000), #"{"keys":"# + String(repeating: "[", count: 100_000),
    ])
    func rubbishIsNoKeySet(document: String) async throws {
        #expect(try await fetch { _ in [ScriptedServer.json(document)] } == .failure(.notAKeySet))
    }

    @Test(arguments: [
        "400 Bad Request", "404 Not Found", "500 Oops", "204 No Content", "304 Not Modified", "300 Choose",
    ])
    func anotherStatusIsNoAnswer(status: String) async throws {
        let code = try #require(Int(status.prefix(3)))
        #expect(
            try await fetch { _ in [ScriptedServer.json(Self.document, status: status)] } == .failure(.status(code))
        )
    }

    // MARK: Size

    @Test func whatIsLargerThanTheLimitIsNotReadToItsEnd() async throws {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        let chunk = "1000\r\n\(String(repeating: " ", count: 4096))\r\n"
        #expect(try await fetch { _ in [.send(head), .flood(chunk)] } == .failure(.tooLarge(JWKSClient.maximumBytes)))
    }

    @Test func aLengthThatIsTooLargeIsBelievedOnceTheBytesAreThere() async throws {
        let steps = [ScriptedServer.json("", length: 1 << 40), .flood(String(repeating: " ", count: 4096))]
        #expect(try await fetch { _ in steps } == .failure(.tooLarge(JWKSClient.maximumBytes)))
    }

    @Test func theLargestAnswerIsTaken() async throws {
        let padding = String(repeating: " ", count: JWKSClient.maximumBytes - Self.document.utf8.count)
        #expect(try await fetch { _ in [ScriptedServer.json(Self.document + padding)] } == .success(["a"]))
        #expect(
            try await fetch { _ in [ScriptedServer.json(Self.document + padding + " ")] }
                == .failure(.tooLarge(JWKSClient.maximumBytes))
        )
    }

    @Test func aLengthThatIsTooLongIsABrokenAnswer() async throws {
        let steps = [ScriptedServer.json(Self.document, length: Self.document.utf8.count + 1), .close]
        #expect(try await fetch { _ in steps } == .failure(.brokenOff))
    }

    @Test func aLengthThatIsTooShortCutsTheAnswer() async throws {
        let steps = [ScriptedServer.json(Self.document, length: 20)]
        #expect(try await fetch { _ in steps } == .failure(.notAKeySet))
    }

    @Test func nothingIsDecompressed() async throws {
        #expect(
            try await fetch { _ in [ScriptedServer.json("\u{1F}\u{8B}\u{8}", "Content-Encoding: gzip\r\n")] }
                == .failure(.notAKeySet)
        )
    }

    // MARK: Time

    @Test(
        arguments: [
            [], [.send("HTTP/1.1 200 OK\r\nContent-Le")], [.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")],
            [.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"), .trickle],
            [.send("HTTP/1.1 200 OK\r\nX: "), .trickle],
        ] as [[ScriptedServer.Step]]
    )
    func whatIsSlowEndsInTime(steps: [ScriptedServer.Step]) async throws {
        let limit = Duration.milliseconds(300)
        #expect(try await fetch(timeout: limit) { _ in steps } == .failure(.timedOut(limit)))
    }

    @Test func redirectsCountIntoTheTime() async throws {
        let limit = Duration.milliseconds(300)
        let result = try await fetch(timeout: limit) { target in
            target == "/jwks" ? [ScriptedServer.json("", "Location: /slow\r\n", status: "302 Found")] : []
        }
        #expect(result == .failure(.timedOut(limit)))
    }

    @Test func aCancelledFetchEndsAtOnce() async throws {
        try await ScriptedServer.with(script: Self.silence) { server in
            let url = try JWKSURL(server.url)
            let task = Task { try await JWKSClient(timeout: .seconds(50)).fetch(url) }
            task.cancel()
            let result = await task.result
            #expect(throws: JWKSError.cancelled) { try result.get() }
        }
    }

    // MARK: The connection

    @Test func aConnectionThatEndsEarlyIsNoAnswer() async throws {
        #expect(try await fetch { _ in [.close] } == .failure(.brokenOff))
        #expect(try await fetch { _ in [.send("HTTP/1.1 200 OK\r\n"), .close] } == .failure(.brokenOff))
    }

    @Test func whatIsNoHTTPIsNoAnswer() async throws {
        #expect(try await fetch { _ in [.send("SSH-2.0-OpenSSH_9.2\r\n\r\n")] } == .failure(.malformedHTTP))
    }

    @Test func aPortThatNobodyListensOnRefuses() async throws {
        let url = try await ScriptedServer.with(script: Self.silence) { $0.url }
        await #expect(throws: JWKSError.unreachable("connection refused")) {
            try await JWKSClient(timeout: .seconds(50)).fetch(JWKSURL(url))
        }
    }

    @Test func aHostThatDoesNotExistIsUnknown() async throws {
        await #expect(throws: JWKSError.unknownHost) {
            try await JWKSClient(timeout: .seconds(50)).fetch(JWKSURL("https://nothing.invalid/jwks"))
        }
    }

    @Test func aPlainServerIsNotTrustedOverTLS() async throws {
        let script: @Sendable (String) -> [ScriptedServer.Step] = { _ in [.send("HTTP/1.1 400 Bad Request\r\n\r\n")] }
        try await ScriptedServer.with(script: script) { server in
            await #expect(throws: JWKSError.notTrusted("the handshake failed; is this an https port?")) {
                try await JWKSClient(timeout: .seconds(50)).fetch(JWKSURL("https://localhost:\(server.port)/"))
            }
        }
    }

    // MARK: Redirects

    @Test(arguments: ["301 Moved", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"])
    func aRedirectIsFollowed(status: String) async throws {
        let result = try await fetch { target in
            switch target {
            case "/jwks": [ScriptedServer.json("", "Location: keys?x=1#y\r\n", status: status)]
            case "/keys?x=1": [ScriptedServer.json(Self.document)]
            default: [ScriptedServer.json("", status: "404 Not Found")]
            }
        }
        #expect(result == .success(["a"]))
    }

    @Test func threeRedirectsAreFollowedAndNoFourth() async throws {
        func result(last: String) async throws -> Result<[String?], JWKSError> {
            try await fetch { target in
                if target == last { return [ScriptedServer.json(Self.document)] }
                let number = Int(target.dropFirst()) ?? 0
                return [ScriptedServer.json("", "Location: /\(number + 1)\r\n", status: "302 Found")]
            }
        }
        #expect(try await result(last: "/3") == .success(["a"]))
        #expect(try await result(last: "/4") == .failure(.tooManyRedirects))
        #expect(try await result(last: "none") == .failure(.tooManyRedirects))
    }

    @Test(
        arguments: [
            ("http://192.0.2.1/jwks", .insecure), ("//192.0.2.1/jwks", .insecure), ("file:///etc/passwd", .notHTTP),
            ("ftp://127.0.0.1/", .notHTTP), ("http://user:hunter2@127.0.0.1/", .credentials), ("http://", .malformed),
            ("http://127.0.0.1:99999/", .malformed), ("data:,x", .notHTTP),
            ("http://localhost.example.com/", .insecure),
        ] as [(String, JWKSURL.Refusal)]
    )
    func aRedirectToWhereNoKeysAreFetchedFromIsNotFollowed(location: String, refusal: JWKSURL.Refusal) async throws {
        let steps = [ScriptedServer.json("", "Location: \(location)\r\n", status: "302 Found")]
        let result = try await fetch { _ in steps }
        #expect(result == .failure(.redirect(refusal)))
        #expect(!"\(result)".contains("hunter2"))
    }

    @Test func aRedirectToNowhereIsAnotherStatus() async throws {
        #expect(
            try await fetch { _ in [ScriptedServer.json("", status: "302 Found")] } == .failure(.status(302))
        )
    }
}
