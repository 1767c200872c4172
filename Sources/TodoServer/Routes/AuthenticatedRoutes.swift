import HTTPParsing
import HTTPTypes
import Logging
import TodoCore

/// A request whose token was verified.
struct AuthenticatedRequest: Sendable {
    let request: Request
    let user: UserID

    fileprivate init(_ request: Request, user: UserID) {
        self.request = request
        self.user = user
    }

    /// The task that the path names.
    var task: TaskReference { TaskReference(request.match?.parameter ?? "") }

    /// The task that the path names, as it stands there; empty when it names none.
    var taskText: String { request.match?.parameter ?? "" }

    /// The part of the target after the question mark.
    var query: String? { request.target.query }

    /// What log lines about it have.
    var metadata: Logger.Metadata { request.metadata }
}

/// The only way to a route for tasks: it verifies the token first, so that no handler can forget to.
struct AuthenticatedRoutes: Sendable {
    let authenticator: Authenticator
    let now: @Sendable () -> Timestamp

    func route(
        _ path: String,
        _ method: HTTPRequest.Method,
        _ handle: @escaping @Sendable (AuthenticatedRequest) async throws -> Response
    ) -> Route {
        Route(path, method) { request throws(APIError) in
            let authorization = request.head.values(.authorization)
            guard let user = try authenticator.knownUser(authorization: authorization, now: now()) else {
                return .waiting {
                    let user = try await authenticator.user(authorization: authorization, now: now())
                    return try await handle(AuthenticatedRequest(request, user: user))
                }
            }
            let request = AuthenticatedRequest(request, user: user)
            return .waiting { try await handle(request) }
        }
    }
}
