import HTTPParsing
import HTTPTypes
import Logging
import NIOCore

/// A request as routes see it.
///
/// A class, since every function on its way would else have a copy in its frame.
final class Request: Sendable {
    let head: RequestHead
    let target: RequestTarget
    /// What its path stands for; `nil` when no route has it.
    let match: RouteTable.Match?
    let body: RequestBody
    /// What ties its answer and the log lines that it causes together: the client's own, or one that is made.
    let id: RequestID

    var method: HTTPRequest.Method { head.method }

    /// The trace that it is part of.
    var traceParent: String? { head[.traceparent] }

    /// What log lines about it have.
    var metadata: Logger.Metadata { Logger.Metadata(request: id.description, traceParent: traceParent) }

    init(_ head: RequestHead, _ body: RequestBody, among routes: RouteTable) {
        self.head = head
        self.body = body
        target = RequestTarget(head.target)
        match = routes.match(target.path)
        id = RequestID(head[.xRequestID]) ?? .next()
    }
}

/// A request's body.
enum RequestBody: Sendable {
    case whole(ByteBuffer)
    case arriving(RequestBodyStream)
}
