import HTTPTypes
import NIOCore
import Testing
import TodoCore

@testable import TodoServer

@Suite(.timeLimit(.minutes(1))) struct ShutdownTests {
    @Test func whatIsInFlightIsFinishedAndIdleConnectionsAreClosed() async throws {
        let gate = Gate()
        var limits = HTTPLimits()
        // Longer than the test may take, or half a request might be over before the shutdown is.
        limits.head = .minutes(1)
        try await LiveServer.run(store: .fetching(behind: gate), limits: limits) { server in
            let idle = try await server.connect()
            let used = try await server.connect()
            try await used.send(request("GET", "/health", as: nil))
            _ = try await used.responses(1)
            let half = try await server.connect()
            try await half.send("GET / HT")
            let busy = try await server.connect()
            try await busy.send(request("GET", "/api/tasks/1"))
            await gate.arrival()

            await server.shutDown()
            _ = try await idle.receivedToEnd()
            _ = try await used.receivedToEnd()
            #expect(try await half.receivedToEnd().bytes.readableBytes == 0)
            await #expect(throws: (any Error).self) { try await server.connect() }

            gate.open()
            let received = try await busy.receivedToEnd()
            #expect(received.text.hasPrefix("HTTP/1.1 404 Not Found\r\n"))
            #expect(received.text.contains("\r\nConnection: close\r\n"))
        }
    }

    @Test func aServerThatShutsDownIsNotReady() async throws {
        let gate = Gate()
        let isReady: @Sendable () async -> Bool = {
            try? await gate.pass()
            return true
        }
        let app = try TestApp(isReady: isReady)
        gate.open()
        #expect(try await app.send(.get, "/health/ready", as: nil).status == 200)
        app.app.readiness.beginDraining()
        #expect(try await app.send(.get, "/health/ready", as: nil).status == 503)
        #expect(gate.arrivals == 1)
    }

    @Test func aRequestThatDoesNotFinishIsCutOff() async throws {
        let gate = Gate()
        try await LiveServer.run(store: .fetching(behind: gate), drainTimeout: .milliseconds(200)) { server in
            let client = try await server.connect()
            try await client.send(request("GET", "/api/tasks/1"))
            await gate.arrival()
            await server.shutDown()
            await gate.cancellation()
            #expect(try await client.receivedToEnd().bytes.readableBytes == 0)
        }
    }
}
