import HTTPParsing
import HTTPTypes
import NIOCore

/// A request and what became of its answer, once both are over.
struct Exchange {
    let head: RequestHead
    let requestID: RequestID
    /// The path of the route that answered, with names in place of values; `nil` when there was none.
    let route: String?
    let status: Int
    /// Whether the whole answer was handed to the connection, as opposed to one that broke off or came too late.
    let isAnswered: Bool
    /// From when its head had come, and its body if that is small, to the end of the answer.
    let duration: TimeAmount

    var method: HTTPRequest.Method { head.method }

    init(_ request: Request, status: Int, isAnswered: Bool, since started: NIODeadline) {
        head = request.head
        requestID = request.id
        route = request.match?.resource.path
        self.status = status
        self.isAnswered = isAnswered
        duration = .now() - started
    }
}
