import HTTPTypes
import NIOCore
import TodoCore
import TodoJSON

extension Response {
    /// A task, with the tag of its version.
    static func task(_ task: TodoTask, status: HTTPResponse.Status = .ok) -> Response {
        var buffer = ByteBuffer()
        buffer.reserveCapacity(512)
        buffer.writeJSON(task)
        var response = Response.json(buffer, status: status)
        response.head.append(.eTag) { EntityTag.write(TaskVersion(of: task), to: &$0) }
        return response
    }

    /// A task, unless the client has this version of it already.
    ///
    /// Kept out of its caller, whose frame lives as long as the query.
    @inline(never)
    static func task(_ task: TodoTask, unlessHeld possession: EntityTagCondition?) -> Response {
        let version = TaskVersion(of: task)
        return possession?.includes(version) == true ? .notModified(version) : .task(task)
    }

    /// What a write came to; the same whether it was made now or before.
    static func receipt(_ receipt: TaskReceipt, of command: TaskCommand) -> Response {
        var response: Response
        switch (receipt.task, command) {
        case (nil, _):
            response = Response(.noContent)
        case (let task?, .create):
            response = .task(task, status: .created)
            response.head.append(.location) {
                $0.append("/api/tasks/")
                $0.append(decimal: task.id.rawValue)
            }
        case (let task?, _):
            response = .task(task)
        }
        if receipt.isReplay { response.head.append(.idempotencyReplayed, "true") }
        return response
    }

    /// The client has this version of the task already (RFC 9110 section 15.4.5).
    static func notModified(_ version: TaskVersion) -> Response {
        Response(.notModified, [.eTag: EntityTag(version).description])
    }
}

/// The answer to a list: whole when one page is all there is, else page by page as the client reads.
enum TaskListResponse {
    /// Fetches the first page, so that a store that is away is still a proper 503.
    static func make(_ pages: TaskPages) async throws -> Response {
        var iterator = pages.makeAsyncIterator()
        var buffer = ByteBuffer()
        buffer.writeStaticString("{\"tasks\":[")
        let page = try await iterator.next()
        if let page { buffer.writeJSON(page) }
        guard page?.next != nil else {
            buffer.writeStaticString("]}")
            return .json(buffer)
        }
        let (first, later) = (buffer, iterator)
        return .json(
            .parts { write in
                var later = later
                try await write(first)
                while let page = try await later.next() {
                    guard !page.isEmpty else { continue }
                    var buffer = ByteBuffer(string: ",")
                    buffer.writeJSON(page)
                    try await write(buffer)
                }
                try await write(ByteBuffer(string: "]}"))
            }
        )
    }

    /// One page, with a link to the next where there is one (RFC 8288).
    ///
    /// - Parameters:
    ///   - page: the tasks.
    ///   - parameters: what was asked for, which the link repeats.
    /// - Returns: the whole answer.
    static func make(_ page: TaskPage, _ parameters: ListParameters) -> Response {
        var buffer = ByteBuffer()
        buffer.writeStaticString("{\"tasks\":[")
        buffer.writeJSON(page)
        buffer.writeStaticString("]}")
        var response = Response.json(buffer)
        if let next = page.next {
            response.head.append(.link, "<\(parameters.target(after: next))>; rel=\"next\"")
        }
        return response
    }
}
