import HTTPTypes

/// A path and a method, and what answers them.
struct Route: Sendable {
    /// Literal segments, and at most one name in braces, such as `/api/tasks/{id}`.
    let path: String
    let method: HTTPRequest.Method
    let handle: @Sendable (Request) throws(APIError) -> Handling

    init(
        _ path: String,
        _ method: HTTPRequest.Method,
        _ handle: @escaping @Sendable (Request) throws(APIError) -> Handling
    ) {
        self.path = path
        self.method = method
        self.handle = handle
    }
}

/// What comes of a request: an answer at once, or work that waits and so needs a task.
enum Handling: Sendable {
    case answered(Response)
    case waiting(@Sendable () async throws -> Response)
}
