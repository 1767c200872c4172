import HTTPTypes
import Hummingbird
import NIOCore
import TodoCore
import TodoJSON

extension Response {
    static func task(_ task: TodoTask, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Response {
        var buffer = ByteBuffer()
        buffer.reserveCapacity(512)
        buffer.writeJSON(task)
        var response = Response.json(buffer, status: status)
        response.headers.append(contentsOf: headers)
        return response
    }
}

/// The answer to a list: whole when one page is all there is, else page by page as the client reads.
enum TaskListResponse {
    /// Fetches the first page, so that a store that is away is still a proper 503.
    static func make(_ pages: TaskPages) async throws -> Response {
        var iterator = pages.makeAsyncIterator()
        var buffer = ByteBuffer()
        buffer.writeStaticString("{\"tasks\":[")
        buffer.writeJSON(try await iterator.next() ?? [])
        guard iterator.hasMore else {
            buffer.writeStaticString("]}")
            return .json(buffer)
        }
        let (first, later) = (buffer, iterator)
        let body = ResponseBody { writer in
            var later = later
            try await writer.write(first)
            while let tasks = try await later.next() {
                guard !tasks.isEmpty else { continue }
                var buffer = ByteBuffer(string: ",")
                buffer.writeJSON(tasks)
                try await writer.write(buffer)
            }
            try await writer.write(ByteBuffer(string: "]}"))
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: [.contentType: "application/json"], body: body)
    }
}
