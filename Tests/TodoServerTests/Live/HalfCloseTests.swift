import NIOCore
import Testing
import TodoCore
import TodoTestSupport

@testable import TodoServer

/// Clients that send no more: those who still read get their answers, those who are gone hold nothing.
///
/// No other bound is short, so that what ends can only end for this reason.
@Suite(.timeLimit(.minutes(1))) struct HalfCloseTests {
    private static let interim = "HTTP/1.1 100 Continue"
    private static var limits: HTTPLimits {
        var limits = HTTPLimits()
        limits.interim = .milliseconds(50)
        limits.request = .seconds(600)
        return limits
    }

    @Test func aClientThatClosesInGoodOrderCancelsItsRequest() async throws {
        let gate = Gate()
        try await LiveServer.run(store: .fetching(behind: gate), limits: Self.limits) { server in
            let client = try await server.connect()
            try await client.send(request("GET", "/api/tasks/1"))
            await gate.arrival()
            try await client.close()
            await gate.cancellation()
        }
    }

    @Test(arguments: [10, 1_000_000])
    func whatDidNotComeWholeDeletesNothing(length: Int) async throws {
        try await LiveServer.run(limits: Self.limits) { server in
            let client = try await server.connect()
            try await client.send(request("POST", "/api/tasks", body: #"{"title":"x"}"#))
            #expect(try await client.responses(1).first?.status == "HTTP/1.1 201 Created")
            try await client.send(request("DELETE", "/api/tasks/1", ["Content-Length: \(length)"]))
            try await client.closeOutput()
            #expect(try await client.receivedToEnd().text.contains("HTTP/1.1 400 Bad Request"))
            let other = try await server.connect()
            try await other.send(request("GET", "/api/tasks/1"))
            #expect(try await other.responses(1).first?.status == "HTTP/1.1 200 OK")
        }
    }

    @Test func theRequestsBehindItAreForgotten() async throws {
        let gate = Gate()
        try await LiveServer.run(store: .fetching(behind: gate), limits: Self.limits) { server in
            let client = try await server.connect()
            try await client.send(String(repeating: request("GET", "/api/tasks/1"), count: 100))
            await gate.arrival()
            try await client.close()
            await gate.cancellation()
        }
        #expect(gate.arrivals == 1)
    }

    @Test func aClientThatClosesAfterItsFirstAnswerCancelsTheSecondRequest() async throws {
        let gate = Gate()
        try await LiveServer.run(store: .fetching(behind: gate), limits: Self.limits) { server in
            let client = try await server.connect()
            try await client.send(request("GET", "/health", as: nil) + request("GET", "/api/tasks/1"))
            _ = try await client.responses(1)
            await gate.arrival()
            try await client.close()
            await gate.cancellation()
        }
    }

    @Test func aClientThatStopsReadingLaterCancelsItsRequest() async throws {
        let gate = Gate()
        try await LiveServer.run(store: .fetching(behind: gate), limits: Self.limits) { server in
            let client = try await server.connect()
            try await client.send(request("GET", "/api/tasks/1"))
            try await client.closeOutput()
            _ = try await client.responses(1)
            try await client.close()
            await gate.cancellation()
        }
    }

    @Test func aClientThatStillReadsGetsItsAnswer() async throws {
        let gate = Gate()
        let store = TaskStore.fetching(behind: gate)
        let content = TodoTask.Content(title: TaskTitle(unchecked: "x"), description: nil, isCompleted: false)
        _ = try await store.write(.insert(content), UserID(unchecked: "alice"), nil)
        try await LiveServer.run(store: store, limits: Self.limits) { server in
            let client = try await server.connect()
            try await client.send(request("GET", "/api/tasks/1"))
            try await client.closeOutput()
            let interim = try await client.responses(1)
            #expect(interim == [RawResponse(status: Self.interim, fields: [:], body: "")])
            gate.open()
            let received = try await client.receivedToEnd()
            #expect(!received.wasReset)
            let responses = RawResponse.parse(received.text)
            #expect(responses.dropLast().allSatisfy { $0 == interim[0] })
            #expect(responses.last?.status == "HTTP/1.1 200 OK")
            #expect(responses.last?.body.contains(#""title":"x""#) == true)
        }
    }

    @Test func aQuickAnswerComesAlone() async throws {
        var limits = Self.limits
        limits.interim = .seconds(600)
        let gate = Gate()
        try await LiveServer.run(store: .fetching(behind: gate), limits: limits) { server in
            let client = try await server.connect()
            try await client.send(request("GET", "/api/tasks/1") + request("GET", "/health", as: nil))
            try await client.closeOutput()
            await gate.arrival()
            gate.open()
            let received = try await client.receivedToEnd()
            #expect(
                RawResponse.parse(received.text).map(\.status) == ["HTTP/1.1 404 Not Found", "HTTP/1.1 200 OK"]
            )
            #expect(!received.wasReset)
        }
    }

    @Test func anHTTP10ClientGetsItsAnswerAlone() async throws {
        let gate = Gate()
        try await LiveServer.run(store: .fetching(behind: gate), limits: Self.limits) { server in
            let client = try await server.connect()
            try await client.send("GET /api/tasks/1 HTTP/1.0\r\nAuthorization: Bearer \(Token.of("alice"))\r\n\r\n")
            try await client.closeOutput()
            await gate.arrival()
            let other = try await Self.clientWithAnInterimResponse(from: server)
            gate.open()
            let received = try await client.receivedToEnd()
            #expect(RawResponse.parse(received.text).map(\.status) == ["HTTP/1.1 404 Not Found"])
            _ = try await other.receivedToEnd()
        }
    }

    @Test func anAnswerThatHasBegunIsNotInterrupted() async throws {
        let gate = Gate()
        var store = try await ConnectionTests.store(tasks: 3000)
        store.fetch = TaskStore.fetching(behind: gate).fetch
        store.list = { [list = store.list] query async throws(TodoError) in
            if query.after != nil { try? await gate.pass() }
            return try await list(query)
        }
        try await LiveServer.run(store: store, limits: Self.limits) { server in
            let client = try await server.connect()
            try await client.send(request("GET", "/api/tasks"))
            _ = try await client.received { $0.text.contains("\r\n\r\n") }
            try await client.closeOutput()
            let other = try await Self.clientWithAnInterimResponse(from: server)
            gate.open()
            let received = try await client.receivedToEnd()
            #expect(!received.text.contains(Self.interim))
            _ = try await other.receivedToEnd()
            #expect(try ConnectionTests.dechunked(received.text).split(separator: #"{"id":"#).count == 3001)
        }
    }

    /// Another client, whose request waits too, once the server would have sent an interim response that was due before.
    private static func clientWithAnInterimResponse(from server: LiveServer) async throws -> Client {
        let client = try await server.connect()
        try await client.send(request("GET", "/api/tasks/1"))
        try await client.closeOutput()
        #expect(try await client.responses(1)[0].status == interim)
        return client
    }
}
