import HTTPTypes
import Logging
import NIOCore
import NIOHTTP1

/// A request as routes see it.
///
/// A class, since every function on its way would else have a copy in its frame.
final class Request: Sendable {
    let head: HTTPRequestHead
    let method: HTTPRequest.Method
    let target: RequestTarget
    /// What its path stands for; `nil` when no route has it.
    let match: RouteTable.Match?
    let body: RequestBody
    /// What ties its answer and the log lines that it causes together: the client's own, or one that is made.
    let id: RequestID

    var headers: HTTPHeaders { head.headers }

    /// The trace that it is part of.
    var traceParent: String? { headers[.traceparent] }

    /// What log lines about it have.
    var metadata: Logger.Metadata { Logger.Metadata(request: id.description, traceParent: traceParent) }

    /// `nil` when the method is no token (RFC 9110 section 9.1).
    init?(_ head: HTTPRequestHead, _ body: RequestBody, among routes: RouteTable) {
        guard let method = HTTPRequest.Method(head.method) else { return nil }
        self.head = head
        self.method = method
        self.body = body
        target = RequestTarget(head.uri)
        match = routes.match(target.path)
        id = RequestID(head.headers[.xRequestID]) ?? .next()
    }
}

/// A request's body.
enum RequestBody: Sendable {
    case whole(ByteBuffer)
    case arriving(RequestBodyStream)
}

extension HTTPRequest.Method {
    fileprivate init?(_ method: HTTPMethod) {
        switch method {
        case .GET: self = .get
        case .POST: self = .post
        case .PATCH: self = .patch
        case .PUT: self = .put
        case .DELETE: self = .delete
        default: self.init(method.rawValue)
        }
    }
}
