import Hummingbird
import NIOCore
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

    func add(to router: Router<AppRequestContext>) {
        router.get("/") { _, _ in Response.json(ByteBuffer(string: Self.description.compactText)) }
        router.get("/health") { _, _ in
            Response.json(ByteBuffer(string: #"{"status":"healthy","version":"\#(Version.current)"}"#))
        }
        router.get("/health/ready") { _, _ in
            guard await isReady() else {
                var response = Response.json(
                    ByteBuffer(string: #"{"status":"unavailable"}"#),
                    status: .serviceUnavailable
                )
                response.headers[.retryAfter] = "1"
                return response
            }
            return Response.json(ByteBuffer(string: #"{"status":"ready"}"#))
        }
    }
}
