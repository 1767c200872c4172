import HTTPTypes

/// A path and a method, and what answers them.
struct Route: Sendable {
    /// Literal segments, and at most one name in braces, such as `/api/tasks/{id}`.
    let path: String
    let method: HTTPRequest.Method
    let handle: @Sendable (Request) async throws -> Response

    init(
        _ path: String,
        _ method: HTTPRequest.Method,
        _ handle: @escaping @Sendable (Request) async throws -> Response
    ) {
        self.path = path
        self.method = method
        self.handle = handle
    }
}
