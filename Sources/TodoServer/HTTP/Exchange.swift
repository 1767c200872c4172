import NIOCore

/// A request and what became of its answer, once both are over.
struct Exchange {
    let request: Request
    let status: Int
    /// Whether the whole answer was handed to the connection, as opposed to one that broke off or came too late.
    let isAnswered: Bool
    /// From when its head had come, and its body if that is small, to the end of the answer.
    let duration: TimeAmount

    /// The path of the route that answered, with names in place of values; `nil` when there was none.
    var route: String? { request.match?.resource.path }

    init(_ request: Request, status: Int, isAnswered: Bool, since started: NIODeadline) {
        self.request = request
        self.status = status
        self.isAnswered = isAnswered
        duration = .now() - started
    }
}
