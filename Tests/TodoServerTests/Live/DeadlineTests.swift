import NIOCore
import Synchronization
import Testing
import TodoCore
import TodoTestSupport

@testable import TodoServer

/// What the server does to those who make it wait.
///
/// Each test shortens one bound and leaves the others long.
@Suite(.timeLimit(.minutes(1))) struct DeadlineTests {
    private static let soon = TimeAmount.milliseconds(100)

    @Test func anIdleConnectionIsClosed() async throws {
        var limits = HTTPLimits()
        limits.idle = Self.soon
        try await LiveServer.run(limits: limits) { server in
            let fresh = try await server.connect()
            #expect(try await fresh.receivedToEnd().bytes.readableBytes == 0)
        }
    }

    @Test func aHeadThatDripsInIsRefused() async throws {
        var limits = HTTPLimits()
        limits.head = Self.soon
        try await LiveServer.run(limits: limits) { server in
            let client = try await server.connect()
            try await client.send("GET /health HTTP/1.1\r\nHo")
            let received = try await client.receivedToEnd()
            #expect(received.text.hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
            #expect(received.text.contains(#"{"error":{"code":"REQUEST_TIMEOUT""#))
        }
    }

    @Test(arguments: [100, 1_000_000])
    func aBodyThatDripsInIsRefused(length: Int) async throws {
        var limits = HTTPLimits()
        limits.body = Self.soon
        try await LiveServer.run(limits: limits) { server in
            let client = try await server.connect()
            try await client.send(request("POST", "/api/tasks", ["Content-Length: \(length)"]) + "{")
            let received = try await client.receivedToEnd()
            #expect(received.text.hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
        }
    }

    @Test func aRequestThatTakesTooLongIsCancelledAndAnswered() async throws {
        var limits = HTTPLimits()
        limits.request = Self.soon
        let gate = Gate()
        try await LiveServer.run(store: .fetching(behind: gate), limits: limits) { server in
            let client = try await server.connect()
            try await client.send(
                request("GET", "/api/tasks/1", ["X-Request-Id: mine", "Origin: http://localhost:3000"])
            )
            let received = try await client.receivedToEnd()
            let response = try #require(RawResponse.parse(received.text).first)
            #expect(response.status == "HTTP/1.1 503 Service Unavailable")
            #expect(response.body == #"{"error":{"code":"SERVICE_UNAVAILABLE","message":"The request took too long"}}"#)
            #expect(response.fields["retry-after"] == "1")
            #expect(response.fields["x-request-id"] == "mine")
            #expect(response.fields["access-control-allow-origin"] == "http://localhost:3000")
            await gate.cancellation()
        }
    }

    @Test func aClientThatGoesAwayCancelsItsRequest() async throws {
        let gate = Gate()
        try await LiveServer.run(store: .fetching(behind: gate)) { server in
            let client = try await server.connect()
            try await client.send(request("GET", "/api/tasks/1"))
            await gate.arrival()
            try await client.reset()
            await gate.cancellation()
            #expect(gate.arrivals == 1)
        }
    }

    @Test func aReaderThatReadsNothingIsGivenUp() async throws {
        var limits = HTTPLimits()
        limits.stall = .milliseconds(300)
        let store = try await ConnectionTests.store(tasks: 60_000, title: String(repeating: "x", count: 200))
        let pages = Gate()
        pages.open()
        var counting = store
        counting.list = { [list = store.list] query async throws(TodoError) in
            try? await pages.pass()
            return try await list(query)
        }
        let clients = Mutex<[Client]>([])
        // The server is done with shutting down once it has given up the connection, and not before.
        try await LiveServer.run(store: counting, limits: limits, drainTimeout: .seconds(600)) { server in
            let client = try await server.connect(reads: false)
            clients.withLock { $0.append(client) }
            try await client.send(request("GET", "/api/tasks"))
            await pages.arrival()
            // Another client is served meanwhile.
            let other = try await server.connect()
            try await other.send(request("GET", "/health", as: nil))
            #expect(try await other.responses(1)[0].status == "HTTP/1.1 200 OK")
        }
        // 60,000 tasks are some 60 pages; only as many were fetched as the sockets' buffers took.
        #expect((1..<55).contains(pages.arrivals))
        let client = try #require(clients.withLock { $0.first })
        try await client.startReading()
        let received = try await client.receivedToEnd()
        #expect(!received.text.hasSuffix("0\r\n\r\n"))
    }

    @Test func aSlowReaderGetsAllOfALongList() async throws {
        let store = try await ConnectionTests.store(tasks: 20_000, title: String(repeating: "x", count: 200))
        try await LiveServer.run(store: store) { server in
            let client = try await server.connect(reads: false)
            try await client.send(request("GET", "/api/tasks", ["Connection: close"]))
            let other = try await server.connect()
            try await other.send(request("GET", "/health", as: nil))
            _ = try await other.responses(1)
            try await client.startReading()
            let received = try await client.receivedToEnd()
            #expect(try ConnectionTests.dechunked(received.text).split(separator: #"{"id":"#).count == 20_001)
            #expect(received.text.hasSuffix("\r\n0\r\n\r\n"))
        }
    }

    @Test func aListThatBreaksOffIsNotEnded() async throws {
        let store = try await ConnectionTests.store(tasks: 3000)
        var breaking = store
        breaking.list = { [list = store.list] query async throws(TodoError) in
            if query.after != nil { throw .unavailable() }
            return try await list(query)
        }
        let log = RecordedLog()
        try await LiveServer.run(store: breaking, logger: log.logger) { server in
            let client = try await server.connect()
            try await client.send(request("GET", "/api/tasks", ["X-Request-Id: mine"]))
            let received = try await client.receivedToEnd()
            #expect(received.text.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(!received.text.hasSuffix("0\r\n\r\n"))
        }
        let warnings = log.lines.filter { $0.hasPrefix("warning") }
        #expect(warnings.count == 1)
        #expect(warnings.first?.hasPrefix("warning Answer broke off cause=none error=SERVICE_UNAVAILABLE: ") == true)
        #expect(warnings.first?.hasSuffix(" request_id=mine") == true)
    }

    @Test func oneConnectionTooManyIsRefused() async throws {
        var limits = HTTPLimits()
        limits.connections = 1
        try await LiveServer.run(limits: limits) { server in
            let first = try await server.connect()
            try await first.send(request("GET", "/health", as: nil))
            _ = try await first.responses(1)
            let second = try await server.connect()
            let received = try await second.receivedToEnd()
            #expect(received.text.hasPrefix("HTTP/1.1 503 Service Unavailable\r\n"))
            #expect(received.text.contains("\r\nRetry-After: 1\r\n"))
            try await first.send(request("GET", "/health", as: nil))
            #expect(try await first.responses(2).count == 2)
        }
    }
}
