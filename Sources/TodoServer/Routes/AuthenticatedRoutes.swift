import HTTPTypes
import Hummingbird
import Logging
import TodoCore

/// A request whose token was verified.
struct AuthenticatedRequest: Sendable {
    let request: Request
    let user: UserID
    fileprivate let id: RequestID?
    fileprivate let parameters: Parameters

    /// The task that the path names.
    var task: TaskReference { TaskReference(taskText) }

    /// The task that the path names, as it stands there; empty when it names none.
    var taskText: String { parameters["id"].map(String.init) ?? "" }

    /// What log lines about it have.
    var metadata: Logger.Metadata {
        Logger.Metadata(request: id?.description ?? "", traceParent: request.headers[.traceparent])
    }

    /// The part of the URI after the question mark.
    var query: String? { request.uri.query }
}

/// The only way to add a route for tasks: it verifies the token first, so that no handler can forget to.
struct AuthenticatedRoutes {
    private let router: Router<AppRequestContext>
    private let authenticator: Authenticator
    private let now: @Sendable () -> Timestamp

    init(_ router: Router<AppRequestContext>, authenticator: Authenticator, now: @escaping @Sendable () -> Timestamp) {
        self.router = router
        self.authenticator = authenticator
        self.now = now
    }

    func on(
        _ path: RouterPath,
        _ method: HTTPRequest.Method,
        _ handle: @escaping @Sendable (AuthenticatedRequest) async throws -> Response
    ) {
        router.on(path, method: method) { [authenticator, now] request, context in
            let user = try await authenticator.user(authorization: request.headers[values: .authorization], now: now())
            return try await handle(
                AuthenticatedRequest(
                    request: request,
                    user: user,
                    id: context.requestID,
                    parameters: context.parameters
                )
            )
        }
    }
}
