import Testing
import TodoSettings

@testable import TodoServer

/// The listener for operators, over its own socket.
@Suite struct AdminRoutesTests {
    @Test func tellsOperatorsWhatClientsMustNotSee() async throws {
        let isReady: @Sendable () async -> Bool = { false }
        try await LiveServer.run(settings: ["ADMIN_PORT": "0"], isReady: isReady) { server in
            let admin = try await Client(server.adminPort)
            for target in ["/live", "/version", "/keys", "/ready"] {
                try await admin.send(request("GET", target, as: nil))
            }
            let answers = try await admin.responses(4)
            #expect(
                answers.map(\.status) == [
                    "HTTP/1.1 200 OK", "HTTP/1.1 200 OK", "HTTP/1.1 200 OK", "HTTP/1.1 503 Service Unavailable",
                ]
            )
            #expect(
                answers.map(\.body) == [
                    #"{"status":"alive"}"#,
                    #"{"name":"todo","version":"\#(Version.current)"}"#,
                    #"{"sources":[{"type":"secret","algorithms":["HS256"]}]}"#,
                    #"{"status":"unavailable","causes":["the test says so"]}"#,
                ]
            )
            let client = try await server.connect()
            try await client.send(request("GET", "/health/ready", as: nil))
            #expect(try await client.responses(1).map(\.body) == [#"{"status":"unavailable"}"#])
        }
    }

    @Test func servesNothingElse() async throws {
        try await LiveServer.run(settings: ["ADMIN_PORT": "0"]) { server in
            let admin = try await Client(server.adminPort)
            try await admin.send(request("GET", "/api/tasks"))
            #expect(try await admin.responses(1).map(\.status) == ["HTTP/1.1 404 Not Found"])
            let client = try await server.connect()
            for target in ["/ready", "/keys"] { try await client.send(request("GET", target)) }
            #expect(
                try await client.responses(2).map(\.status) == ["HTTP/1.1 404 Not Found", "HTTP/1.1 404 Not Found"]
            )
        }
    }
}
