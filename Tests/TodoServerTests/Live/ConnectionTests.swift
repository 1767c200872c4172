import NIOCore
import Testing
import TodoCore
import TodoTestSupport

@testable import TodoServer

/// HTTP/1 as bytes over a real socket: framing, order, refusals.
@Suite(.timeLimit(.minutes(1))) struct ConnectionTests {
    private static let malformed = #"{"error":{"code":"BAD_REQUEST","message":"#

    @Test func requestsInOneWriteAreAnsweredInOrder() async throws {
        try await LiveServer.run { server in
            let client = try await server.connect()
            let ids = (1...500).map { "r\($0)" }
            try await client.send(ids.map { request("GET", "/health", as: nil, ["X-Request-Id: \($0)"]) }.joined())
            let responses = try await client.responses(ids.count)
            #expect(responses.map { $0.fields["x-request-id"] } == ids)
            #expect(responses.allSatisfy { $0.status == "HTTP/1.1 200 OK" && $0.fields["connection"] == nil })
        }
    }

    @Test func aSlowRequestDelaysThoseBehindItAndChangesNoOrder() async throws {
        let gate = Gate()
        try await LiveServer.run(store: .fetching(behind: gate)) { server in
            let client = try await server.connect()
            let ids = (1...1000).map { "r\($0)" }
            let behind = ids.map { request("GET", "/api/tasks/1", as: nil, ["X-Request-Id: \($0)"]) }
            try await client.send(request("GET", "/api/tasks/1") + behind.joined())
            await gate.arrival()
            gate.open()
            let responses = try await client.responses(1 + ids.count)
            #expect(responses[0].status == "HTTP/1.1 404 Not Found")
            #expect(responses.dropFirst().map { $0.fields["x-request-id"] } == ids)
            #expect(responses.dropFirst().allSatisfy { $0.status == "HTTP/1.1 401 Unauthorized" })
        }
    }

    @Test func aConnectionServesBodiesOfEveryKind() async throws {
        try await LiveServer.run { server in
            let client = try await server.connect()
            let long = String(repeating: "d", count: 300_000)
            let json = #"{"title":"x","description":"\#(long)"}"#
            try await client.send(request("POST", "/api/tasks", body: json))
            let chunks = "1\r\n{\r\n6;x=y\r\n\"title\r\n6\r\n\":\"y\"}\r\n0\r\nTrailer: x\r\n\r\n"
            try await client.send(request("POST", "/api/tasks", ["Transfer-Encoding: chunked"]) + chunks)
            let largeChunk = String(json.utf8.count, radix: 16) + "\r\n" + json + "\r\n0\r\n\r\n"
            try await client.send(request("POST", "/api/tasks", ["Transfer-Encoding: chunked"]) + largeChunk)
            try await client.send(request("GET", "/health", as: nil))
            let responses = try await client.responses(4)
            #expect(
                responses.map { $0.status.prefix(12) } == [
                    "HTTP/1.1 201", "HTTP/1.1 201", "HTTP/1.1 201", "HTTP/1.1 200",
                ]
            )
            #expect(responses[0].body.contains(long))
            #expect(responses[1].body.contains(#""title":"y""#))
        }
    }

    @Test func responsesWithoutABodyAreFramedThatWay() async throws {
        try await LiveServer.run { server in
            let client = try await server.connect()
            try await client.send(request("POST", "/api/tasks", body: #"{"title":"x"}"#))
            try await client.send(request("HEAD", "/api/tasks/1") + request("DELETE", "/api/tasks/1"))
            try await client.send(
                request("OPTIONS", "/health", as: nil) + request("GET", "/health", as: nil, ["Connection: close"])
            )
            let received = try await client.receivedToEnd()
            let heads = received.text.split(separator: "HTTP/1.1 ").map { $0.lowercased() }
            #expect(heads.map { $0.prefix(3) } == ["201", "200", "204", "204", "200"])
            #expect(heads[1].contains("\r\ncontent-length: ") && heads[1].hasSuffix("\r\n\r\n"))
            for head in heads[2...3] {
                #expect(!head.contains("content-length") && !head.contains("transfer-encoding"))
                #expect(head.hasSuffix("\r\n\r\n"))
            }
            #expect(heads.allSatisfy { $0.contains("\r\ndate: ") && $0.contains("\r\nx-request-id: ") })
        }
    }

    @Test func aLongListIsChunkedAndTheConnectionGoesOn() async throws {
        try await LiveServer.run(store: try await Self.store(tasks: 3000)) { server in
            let client = try await server.connect()
            try await client.send(request("GET", "/api/tasks") + request("GET", "/health", as: nil))
            let received = try await client.received { $0.text.contains("healthy") }
            let parts = received.text.split(separator: "\r\n0\r\n\r\n")
            #expect(parts.count == 2)
            #expect(parts[0].contains("Transfer-Encoding: chunked\r\n"))
            #expect(!parts[0].contains("Content-Length"))
            #expect(try Self.dechunked(received.text).split(separator: #"{"id":"#).count == 3001)
        }
    }

    @Test func headOfALongListHasNoBody() async throws {
        try await LiveServer.run(store: try await Self.store(tasks: 300)) { server in
            let client = try await server.connect()
            try await client.send(
                request("HEAD", "/api/tasks") + request("GET", "/health", as: nil, ["Connection: close"])
            )
            let received = try await client.receivedToEnd()
            #expect(!received.text.contains("tasks\""))
            #expect(received.text.split(separator: "HTTP/1.1 200").count == 2)
        }
    }

    @Test func http10GetsNoChunksAndTheConnectionEnds() async throws {
        try await LiveServer.run(store: try await Self.store(tasks: 300)) { server in
            let client = try await server.connect()
            try await client.send("GET /api/tasks HTTP/1.0\r\nAuthorization: Bearer \(Token.of("alice"))\r\n\r\n")
            let received = try await client.receivedToEnd()
            #expect(received.text.contains("Connection: close\r\n"))
            #expect(!received.text.contains("Transfer-Encoding"))
            #expect(received.text.hasSuffix("]}"))
        }
    }

    @Test func http10KeepsTheConnectionOnlyWhenAskedTo() async throws {
        try await LiveServer.run { server in
            let client = try await server.connect()
            try await client.send("GET /health HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n")
            #expect(try await client.responses(1)[0].fields["connection"] == "keep-alive")
            try await client.send("GET /health HTTP/1.0\r\n\r\n")
            let received = try await client.receivedToEnd()
            #expect(RawResponse.parse(received.text).count == 2)
        }
    }

    @Test(arguments: ["close", "Close", "x, CLOSE", "keep-alive, close"])
    func closeIsHonouredHoweverItIsSpelt(value: String) async throws {
        try await LiveServer.run { server in
            let client = try await server.connect()
            try await client.send(request("GET", "/health", as: nil, ["Connection: \(value)"]))
            let received = try await client.receivedToEnd()
            #expect(!received.wasReset)
            let response = try #require(RawResponse.parse(received.text).first)
            #expect(response.fields["connection"] == "close")
        }
    }

    @Test func aBodyIsAskedForWhenItIsWanted() async throws {
        try await LiveServer.run { server in
            let client = try await server.connect()
            let body = #"{"title":"x"}"#
            let head = request("POST", "/api/tasks", ["Expect: 100-continue", "Content-Length: \(body.utf8.count)"])
            try await client.send(head)
            _ = try await client.received { $0.text == "HTTP/1.1 100 Continue\r\n\r\n" }
            try await client.send(body)
            let received = try await client.received { $0.text.contains(#""title":"x""#) }
            #expect(received.text.contains("\r\n\r\nHTTP/1.1 201 Created\r\n"))
            try await client.send(request("GET", "/health", as: nil))
            _ = try await client.received { $0.text.contains("healthy") }
        }
    }

    @Test(
        arguments: [
            (nil, 10, "401"), ("alice", 2_000_000, "413"),
        ] as [(String?, Int, String)]
    )
    func aBodyThatIsNotWantedIsNotAskedFor(user: String?, length: Int, status: String) async throws {
        try await LiveServer.run { server in
            let client = try await server.connect()
            let fields = ["Expect: 100-continue", "Content-Length: \(length)"]
            try await client.send(request("POST", "/api/tasks", as: user, fields))
            let received = try await client.receivedToEnd()
            #expect(received.text.hasPrefix("HTTP/1.1 \(status) "))
            #expect(received.text.contains("\r\nConnection: close\r\n"))
        }
    }

    @Test(arguments: [("alice", "413"), (nil, "401")] as [(String?, String)])
    func anUploadOf20MBIsRefusedReadably(user: String?, status: String) async throws {
        // However busy the machine is, the server must not grow tired of listening.
        var limits = HTTPLimits()
        limits.linger = .seconds(600)
        limits.lingerSilence = .seconds(600)
        try await LiveServer.run(limits: limits) { server in
            let client = try await server.connect()
            let size = 20_000_000
            try await client.send(request("POST", "/api/tasks", as: user, ["Content-Length: \(size)"]))
            // A client that reads only once it has sent everything.
            try await client.send(ByteBuffer(repeating: UInt8(ascii: "x"), count: size))
            let received = try await client.receivedToEnd()
            #expect(!received.wasReset)
            #expect(received.text.hasPrefix("HTTP/1.1 \(status) "))
        }
    }

    @Test func aChunkedUploadIsRefusedAtTheLimit() async throws {
        try await LiveServer.run(settings: ["MAX_BODY_BYTES": "100000"]) { server in
            let client = try await server.connect()
            try await client.send(request("POST", "/api/tasks", ["Transfer-Encoding: chunked"]))
            for _ in 0..<20 {
                client.sendWithoutWaiting(
                    ByteBuffer(string: "2710\r\n" + String(repeating: " ", count: 10_000) + "\r\n")
                )
            }
            let received = try await client.receivedToEnd()
            #expect(received.text.hasPrefix("HTTP/1.1 413 "))
        }
    }

    @Test(arguments: [
        "GET /health HTTP/1.1\r\nOrigin: http://localhost:3000\r\n\r\n",
        "GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\nOrigin: http://localhost:3000\r\n\r\n",
        "GET /health HTTP/1.0\r\nHost: a\r\nHost: b\r\nOrigin: http://localhost:3000\r\n\r\n",
        "nonsense\r\n\r\n",
        "\u{16}\u{3}\u{1}\u{2}\u{0}",
        "GET /health HTTP/2.0\r\nHost: a\r\n\r\n",
        "GET /health\r\n\r\n",
        "GET /health HTTP/1.1\r\nHost: a\r\nNo colon\r\n\r\n",
        "GET /health HTTP/1.1\r\nHost: a\r\nBad name: x\r\n\r\n",
        "GET /health HTTP/1.1\r\nHost: a\r\n folded: x\r\n\r\n",
        "GET /health HTTP/1.1\r\nHost: a\r\nX: a\u{0}b\r\n\r\n",
        "POST /api/tasks HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
        "POST /api/tasks HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        "POST /api/tasks HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "POST /api/tasks HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST /api/tasks HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nOrigin: http://localhost:3000\r\n\r\nzz\r\n",
        "GET /health HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "x", count: 70_000))\r\n\r\n",
        "GET /\(String(repeating: "x", count: 70_000)) HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /health HTTP/1.1\r\nHost: a\r\n\((0..<200).map { "X\($0): x\r\n" }.joined())\r\n",
    ])
    func whatIsNotHTTPIsRefusedInTheOneShape(bytes: String) async throws {
        try await LiveServer.run { server in
            let client = try await server.connect()
            try await client.send(request("GET", "/health", as: nil) + bytes)
            let received = try await client.receivedToEnd()
            let responses = RawResponse.parse(received.text)
            #expect(responses.count == 2)
            let refusal = try #require(responses.last)
            #expect(refusal.status == "HTTP/1.1 400 Bad Request")
            #expect(refusal.body.hasPrefix(Self.malformed))
            #expect(refusal.fields["content-type"] == "application/json")
            #expect(refusal.fields["connection"] == "close")
            #expect(refusal.fields["access-control-allow-origin"] == "http://localhost:3000")
            #expect(refusal.fields["x-request-id"] != nil)
            #expect(refusal.fields["date"] != nil)
            #expect(!received.wasReset)
        }
    }

    @Test(arguments: ["FOO", "get", "M-SEARCH"]) func anUnknownMethodIsNotAllowed(method: String) async throws {
        try await LiveServer.run { server in
            let client = try await server.connect()
            let unknown = request(method, "/api/tasks/1", as: nil, ["Origin: http://localhost:3000"])
            try await client.send(unknown + request("GET", "/health", as: nil))
            let responses = try await client.responses(2)
            #expect(responses.map(\.status) == ["HTTP/1.1 405 Method Not Allowed", "HTTP/1.1 200 OK"])
            #expect(responses[0].fields["allow"] == "DELETE, GET, HEAD, OPTIONS, PATCH, PUT")
            #expect(responses[0].fields["access-control-allow-origin"] == "http://localhost:3000")
        }
    }

    @Test func aBodyThatBreaksOffIsRefused() async throws {
        try await LiveServer.run { server in
            for length in [100, 100_000] {
                let client = try await server.connect()
                try await client.send(request("POST", "/api/tasks", ["Content-Length: \(length)"]) + "{")
                try await client.closeOutput()
                let received = try await client.receivedToEnd()
                #expect(received.text.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
            }
        }
    }

    @Test func anOfferToUpgradeIsDeclined() async throws {
        try await LiveServer.run { server in
            let client = try await server.connect()
            let offer = request("GET", "/health", as: nil, ["Connection: Upgrade", "Upgrade: h2c"])
            try await client.send(offer + request("GET", "/health", as: nil))
            #expect(try await client.responses(2).map(\.status) == ["HTTP/1.1 200 OK", "HTTP/1.1 200 OK"])
        }
    }

    static func store(tasks count: Int, title: String = "a title of some length") async throws -> TaskStore {
        let store = TaskStore.inMemory(now: { Token.now })
        let content = TodoTask.Content(title: TaskTitle(unchecked: title), description: nil, isCompleted: false)
        for _ in 0..<count { _ = try await store.write(.insert(content), UserID(unchecked: "alice"), nil) }
        return store
    }

    /// The body of the first response of a text, which is chunked.
    static func dechunked(_ text: String) throws -> String {
        let start = try #require(text.firstRange(of: "\r\n\r\n")).upperBound
        var rest = text[start...]
        var body = ""
        while let lineEnd = rest.firstRange(of: "\r\n") {
            let length = try #require(Int(rest[..<lineEnd.lowerBound], radix: 16))
            if length == 0 { break }
            rest = rest[lineEnd.upperBound...]
            let end = rest.utf8.index(rest.startIndex, offsetBy: length)
            body += rest[..<end]
            rest = rest[end...].dropFirst(1)
        }
        return body
    }
}
