import HTTPParsing
import HTTPTypes
import Logging
import NIOCore
import TodoCore

/// Everything that holds for each response, in one place around the routes: error shape, CORS, request id, caching, `HEAD`.
///
/// One type and no chain of middlewares, because this is on the way of every request.
final class EdgeResponder: Sendable {
    let logger: Logger
    let routes: RouteTable
    private let cors: CORS
    /// Whom to tell of every request, where anybody is to hear of it.
    private let observer: RequestObserver?

    init(routes: [Route], cors: CORS, logger: Logger, observer: RequestObserver? = nil) {
        self.routes = RouteTable(routes)
        self.cors = cors
        self.logger = logger
        self.observer = observer
    }

    /// Answers the request if that needs no waiting; else what does is for ``respond(to:_:)``.
    func handle(_ request: Request) -> Handling {
        do throws(APIError) {
            guard let route = request.match?.resource.route(request.method) else {
                return .answered(complete(try answerWithoutRoute(request), request))
            }
            switch try route.handle(request) {
            case .answered(let response): return .answered(complete(response, request))
            case .waiting(let work): return .waiting(work)
            }
        } catch {
            return .answered(complete(error.response, request))
        }
    }

    /// Answers the request; whatever goes wrong becomes a response.
    func respond(to request: Request, _ handling: Handling) async -> Response {
        switch handling {
        case .answered(let response):
            return response
        case .waiting(let work):
            do {
                return complete(try await work(), request)
            } catch {
                return complete(answer(error, request), request)
            }
        }
    }

    @inline(never)
    private func complete(_ response: consuming Response, _ request: Request) -> Response {
        cors.addHeaders(to: &response.head, origin: request.head[.origin])
        finish(&response, request.id)
        // RFC 9110 section 9.3.2: the headers of the answer to GET, its length among them.
        if request.method == .head { response.body = .none }
        return response
    }

    /// `OPTIONS`, 405 with `Allow` for another path that exists, else 404.
    private func answerWithoutRoute(_ request: Request) throws(APIError) -> Response {
        let resource = request.match?.resource
        if request.method == .options {
            if request.head[.origin] != nil, request.head[.accessControlRequestMethod] != nil {
                var response = Response(.noContent)
                cors.addPreflightHeaders(to: &response.head)
                return response
            }
            if let resource { return Response(.noContent, [.allow: resource.allow]) }
            // RFC 9110 section 9.3.7: a question about the server as a whole.
            if request.target.path == "*" { return Response(.noContent) }
        }
        throw resource.map { .methodNotAllowed(allow: $0.allow) } ?? .resourceNotFound
    }

    /// The answer to a request that never reached a route: it was malformed, too slow, or one too many.
    ///
    /// - Parameters:
    ///   - error: what to answer.
    ///   - head: the request's, where it could be read.
    ///   - fragment: what came of it, where it could not.
    /// - Returns: the whole answer.
    func refuse(_ error: APIError, _ head: RequestHead?, _ fragment: HeadFragment?) -> Response {
        var response = error.response
        let field: (HTTPField.Name) -> String? = { name in head.map { $0[name] } ?? fragment?[name] }
        if let origin = field(.origin) {
            cors.addHeaders(to: &response.head, origin: origin)
        } else if head == nil {
            cors.addHeadersForUnreadableRequest(to: &response.head)
        }
        finish(&response, RequestID(field(.xRequestID)) ?? .next())
        observer?.rejected(status: response.head.status)
        if head?.method == .head { response.body = .none }
        return response
    }

    func ended(_ exchange: Exchange) { observer?.ended(exchange) }

    private func finish(_ response: inout Response, _ id: RequestID) {
        if let length = response.body.length { response.head.append(.contentLength) { $0.append(decimal: length) } }
        response.head.append(response.isPublic ? Self.publicLines : Self.privateLines)
        response.head.append(.xRequestID, id.write)
    }

    private static let privateLines: ResponseHead.Lines = [
        .cacheControl: "private, no-cache", .xContentTypeOptions: "nosniff", .vary: "Origin",
    ]
    private static let publicLines: ResponseHead.Lines = [
        .cacheControl: "no-cache", .xContentTypeOptions: "nosniff", .vary: "Origin",
    ]

    private func log(_ error: TodoError, _ request: Request) {
        // Most errors are not logged, so what would be is put together only where it is.
        var metadata: Logger.Metadata {
            request.metadata.merging(["cause": "\(error.cause.map { String(describing: $0) } ?? "none")"]) { $1 }
        }
        switch error.code {
        case .internal:
            logger.error("Request failed", metadata: metadata)
        case .outcomeUnknown:
            logger.warning("Outcome unknown", metadata: metadata)
        case .unavailable:
            // That the database is away is logged once, by the client of it.
            if error.storeAnswered { logger.warning("Database refused", metadata: metadata) }
        case .unknownUser:
            logger.info("User does not exist", metadata: metadata)
        case .validation, .notFound, .preconditionFailed, .idempotencyKeyReused, .conflict, .cancelled:
            break
        }
    }

    /// Kept out of ``respond(to:_:)``, whose frame every request has.
    @inline(never)
    private func answer(_ error: any Error, _ request: Request) -> Response {
        switch error {
        case let error as APIError:
            return error.response
        case let error as TodoError:
            log(error, request)
            return APIError(error).response
        case is CancellationError:
            return APIError(TodoError.cancelled).response
        default:
            // An error that no one here made may quote the request, so its type is all that is logged.
            logger.error(
                "Request failed",
                metadata: request.metadata.merging(["error_type": "\(type(of: error))"]) { $1 }
            )
            return APIError.defect.response
        }
    }
}
