import HTTPTypes
import NIOCore

/// The answer to a request.
struct Response: Sendable {
    enum Body: Sendable {
        /// There is none: the status has none (204, 304), or the request was `HEAD`.
        case none
        case whole(ByteBuffer)
        /// Written by a closure, part by part, each once the client has read enough of those before.
        case parts(@Sendable (PartWriter) async throws -> Void)
    }

    /// Sends a part of a body; throws when the client is gone.
    typealias PartWriter = (ByteBuffer) async throws -> Void

    let status: HTTPResponse.Status
    var headers = HTTPFields()
    var body = Body.none

    /// A response with a JSON body that is complete.
    static func json(_ body: ByteBuffer, status: HTTPResponse.Status = .ok) -> Response {
        var headers = HTTPFields()
        headers.reserveCapacity(10)
        headers.append(HTTPField(name: .contentType, value: "application/json"))
        return Response(status: status, headers: headers, body: .whole(body))
    }
}
