import HTTPTypes
import Testing
import TodoCore
import TodoSettings

@testable import TodoServer

@Suite struct HealthRoutesTests {
    @Test func healthNeedsNeitherTokenNorStore() async throws {
        let answer = try await TestApp(store: .unimplemented, isReady: { false }).send(.get, "/health", as: nil)
        #expect(answer.status == 200)
        #expect(answer.body == #"{"status":"healthy","version":"\#(Version.current)"}"#)
    }

    @Test func readinessFollowsTheStore() async throws {
        let ready = try await TestApp(isReady: { true }).send(.get, "/health/ready", as: nil)
        #expect(ready.status == 200)
        #expect(ready.body == #"{"status":"ready"}"#)
        let unready = try await TestApp(isReady: { false }).send(.get, "/health/ready", as: nil)
        #expect(unready.status == 503)
        #expect(unready.body == #"{"status":"unavailable"}"#)
        #expect(unready.headers[.retryAfter] == "1")
    }

    @Test func theRootSaysWhatThisIs() async throws {
        let answer = try await TestApp().send(.get, "/", as: nil)
        #expect(answer.status == 200)
        #expect(answer.body.hasPrefix(#"{"name":"todo","version":"\#(Version.current)","links":{"#))
        #expect(answer.body.contains(#""health":"/health""#))
    }
}
