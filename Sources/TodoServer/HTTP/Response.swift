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

        /// How many bytes it has; `nil` when it has none or they are not known yet.
        var length: Int? {
            if case .whole(let bytes) = self { bytes.readableBytes } else { nil }
        }

        /// What there is of it that needs no waiting.
        var whole: ByteBuffer {
            if case .whole(let bytes) = self { bytes } else { ByteBuffer() }
        }
    }

    /// Sends a part of a body; throws when the client is gone.
    typealias PartWriter = (ByteBuffer) async throws -> Void

    var head: ResponseHead
    /// Whether it is the same for everybody, so that caches may keep it that several clients share (RFC 9111).
    var isPublic = false
    var body: Body

    init(
        _ status: HTTPResponse.Status,
        _ fields: KeyValuePairs<HTTPField.Name, String> = [:],
        body: Body = .none
    ) {
        head = ResponseHead(status)
        for (name, value) in fields { head.append(name, value) }
        self.body = body
    }

    /// A response whose head was made before, maybe for others too.
    init(_ head: ResponseHead, body: Body) {
        self.head = head
        self.head.makeRoom()
        self.body = body
    }

    /// A response with a JSON body.
    static func json(_ body: Body, status: HTTPResponse.Status = .ok) -> Response {
        var response = Response(status, body: body)
        response.head.append(jsonType)
        return response
    }

    /// A response with a JSON body that is complete.
    static func json(_ body: ByteBuffer, status: HTTPResponse.Status = .ok) -> Response {
        json(.whole(body), status: status)
    }

    private static let jsonType: ResponseHead.Lines = [.contentType: "application/json"]
}
