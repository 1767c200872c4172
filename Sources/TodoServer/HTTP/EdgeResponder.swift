import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import TodoCore
import TodoPostgres

/// Everything that holds for each response, in one place around the router: error shape, CORS, request id, caching, `HEAD`.
///
/// One struct and no chain of middlewares, because this is on the way of every request.
struct EdgeResponder<Routes: HTTPResponder>: HTTPResponder where Routes.Context == AppRequestContext {
    let routes: Routes
    let cors: CORS
    let logger: Logger
    /// Whom to tell of every request, where anybody is to hear of it.
    var observer: RequestObserver?

    /// Answers the request; whatever goes wrong becomes a response.
    func respond(to request: Request, context: AppRequestContext) async -> Response {
        var context = context
        let id = RequestID(request.headers[.xRequestID]) ?? .next()
        context.requestID = id
        let origin = request.headers[.origin]

        var response: Response
        if request.method == .options, origin != nil, request.headers[.accessControlRequestMethod] != nil {
            response = Response(status: .noContent)
            cors.addPreflightHeaders(to: &response.headers)
        } else {
            do {
                response = try await routes.respond(to: request.normalized, context: context)
            } catch {
                response = refusal(of: error, id, request).response
            }
        }
        cors.addHeaders(to: &response.headers, origin: origin)
        finish(&response, id)
        if request.method == .head { response.dropBody() }
        return response
    }

    /// The answer to a request that never reached a route: it was malformed, too slow, or one too many.
    ///
    /// - Parameters:
    ///   - error: what to answer.
    ///   - request: its head, as far as it could be read.
    /// - Returns: the whole answer.
    func refuse(_ error: APIError, _ request: HTTPRequest?) -> Refusal {
        let body = error.body
        var response = error.response
        if let request {
            cors.addHeaders(to: &response.headers, origin: request.headerFields[.origin])
        } else {
            cors.addHeadersForUnreadableRequest(to: &response.headers)
        }
        finish(&response, RequestID(request?.headerFields[.xRequestID]) ?? .next())
        observer?.rejected(status: response.status.code)
        return Refusal(status: response.status, headers: response.headers, body: body)
    }

    func ended(_ exchange: Exchange) { observer?.ended(exchange) }

    private func finish(_ response: inout Response, _ id: RequestID) {
        if response.headers[.cacheControl] == nil {
            response.headers.append(HTTPField(name: .cacheControl, value: "private, no-cache"))
        }
        response.headers.append(HTTPField(name: .xContentTypeOptions, value: "nosniff"))
        response.headers.append(HTTPField(name: .vary, value: "Origin"))
        response.headers.append(HTTPField(name: .xRequestID, value: id.description))
        // RFC 9110 section 8.6: a 204 has no Content-Length, and a 304 none but that of the answer it stands for.
        if response.status == .noContent || response.status == .notModified { response.headers[.contentLength] = nil }
    }

    private func log(_ error: TodoError, _ metadata: Logger.Metadata) {
        var metadata = metadata
        metadata["cause"] = "\(error.cause.map { String(describing: $0) } ?? "none")"
        switch error.code {
        case .internal:
            logger.error("Request failed", metadata: metadata)
        case .outcomeUnknown:
            logger.warning("Outcome unknown", metadata: metadata)
        case .unavailable:
            // That the database is away is logged once, by the client of it.
            if let cause = error.cause as? PostgresError, cause.isWorthLogging {
                logger.warning("Database refused", metadata: metadata)
            }
        case .unknownUser:
            logger.info("User does not exist", metadata: metadata)
        case .validation, .notFound, .preconditionFailed, .idempotencyKeyReused, .conflict, .cancelled:
            break
        }
    }

    private func refusal(of error: any Error, _ id: RequestID, _ request: Request) -> APIError {
        // Most errors are not logged, so what would be is put together only where it is.
        var metadata: Logger.Metadata {
            Logger.Metadata(request: id.description, traceParent: request.headers[.traceparent])
        }
        switch error {
        case let error as APIError:
            return error
        case let error as TodoError:
            log(error, metadata)
            return APIError(error)
        case is CancellationError:
            return APIError(TodoError.cancelled)
        default:
            // An error that no one here made may quote the request, so its type is all that is logged.
            logger.error("Request failed", metadata: metadata.merging(["error_type": "\(type(of: error))"]) { $1 })
            return .defect
        }
    }
}

extension Response {
    /// Makes it the answer to `HEAD`: the headers of the answer to `GET`, and no body (RFC 9110 section 9.3.2).
    fileprivate mutating func dropBody() {
        let original = headers
        body = ResponseBody()
        headers = original
    }
}

extension Request {
    /// The request as the router is to see it: `HEAD` as `GET`, and unreserved characters of the path not percent-encoded.
    fileprivate var normalized: Request {
        let isHead = method == .head
        guard isHead || head.path?.utf8.contains(UInt8(ascii: "%")) == true else { return self }
        var head = head
        if isHead { head.method = .get }
        head.path = head.path.map(PercentEncoding.normalizedTarget)
        return Request(head: head, body: body)
    }
}
