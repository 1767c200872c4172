import HTTPTypes
import NIOCore
import TodoJSON
import TodoSettings

/// What says whether this server is there and able to serve; none of it needs a token.
struct HealthRoutes: Sendable {
    /// Whether requests for tasks would be served now.
    let isReady: @Sendable () async -> Bool

    /// What `GET /` answers.
    static let description: JSONValue = [
        "name": "todo",
        "version": .string(Version.current),
        "links": [
            "tasks": "/api/tasks",
            "health": "/health",
            "readiness": "/health/ready",
            "docs": "/docs",
            "openapi": "/openapi.json",
        ],
    ]

    var routes: [Route] {
        let description = ByteBuffer(string: Self.description.compactText)
        let health = ByteBuffer(string: #"{"status":"healthy","version":"\#(Version.current)"}"#)
        return [
            Route("/", .get) { _ in .answered(.json(description)) },
            Route("/health", .get) { _ in .answered(.json(health)) },
            Route("/health/ready", .get) { _ in
                .waiting {
                    guard await isReady() else {
                        let body = ByteBuffer(string: #"{"status":"unavailable"}"#)
                        var response = Response.json(body, status: .serviceUnavailable)
                        response.head.append(.retryAfter, "1")
                        return response
                    }
                    return .json(ByteBuffer(string: #"{"status":"ready"}"#))
                }
            },
        ]
    }
}
