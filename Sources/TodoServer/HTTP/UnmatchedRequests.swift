import HTTPTypes
import Hummingbird

/// Answers what no route does: 405 with `Allow` or an `OPTIONS` for a path that exists, 404 for one that does not.
///
/// Added to a router after its last route, a middleware wraps the answer to unmatched requests and nothing else. The methods
/// of a path come from the router's own routes, so they cannot drift.
struct UnmatchedRequests: RouterMiddleware {
    typealias Context = AppRequestContext

    private let allowed: RouterResponder<AppRequestContext>

    /// - Parameter router: has all its routes.
    init(_ router: Router<AppRequestContext>) {
        var methods: [(path: RouterPath, methods: [HTTPRequest.Method])] = []
        for route in router.routes {
            if let index = methods.firstIndex(where: { $0.path == route.path }) {
                methods[index].methods.append(route.method)
            } else {
                methods.append((route.path, [route.method]))
            }
        }
        let lookup = Router(context: AppRequestContext.self)
        for entry in methods {
            let allow = Self.allow(entry.methods)
            lookup.on(entry.path, method: Self.lookupMethod) { _, _ in
                Response(status: .noContent, headers: [.allow: allow])
            }
        }
        allowed = lookup.buildResponder()
    }

    func handle(
        _ request: Request,
        context: AppRequestContext,
        next: @concurrent (Request, AppRequestContext) async throws -> Response
    ) async throws -> Response {
        if request.method == .options, request.uri.path == "*" {
            // RFC 9110 section 9.3.7: a question about the server as a whole.
            return Response(status: .noContent)
        }
        var head = request.head
        head.method = Self.lookupMethod
        let response = try await allowed.respond(
            to: Request(head: head, body: RequestBody(buffer: .init())),
            context: context
        )
        guard let allow = response.headers[.allow] else { throw APIError.resourceNotFound }
        if request.method == .options { return response }
        throw APIError.methodNotAllowed(allow: allow)
    }

    private static func allow(_ methods: [HTTPRequest.Method]) -> String {
        var names = Set(methods.map(\.rawValue))
        if names.contains("GET") { names.insert("HEAD") }
        names.insert("OPTIONS")
        return names.sorted().joined(separator: ", ")
    }

    /// A method that no request can carry, since it never leaves this file's router.
    private static let lookupMethod: HTTPRequest.Method = {
        guard let method = HTTPRequest.Method("x-allowed-methods") else { preconditionFailure("BUG: it is a token") }
        return method
    }()
}
