import HTTPTypes
import NIOCore
import OrderedCollections
import TodoJSON

/// A refusal as a client sees it: the one error body of the API and the headers that go with it.
///
/// It is made once, its body with it, and then handed on as often as it is answered with.
struct APIError: Error {
    private final class Content: Sendable {
        let status: HTTPResponse.Status
        let code: String
        let message: String
        let details: OrderedDictionary<String, String>
        let headers: HTTPFields
        let head: ResponseHead
        let body: ByteBuffer

        init(
            _ status: HTTPResponse.Status,
            _ code: String,
            _ message: String,
            _ details: OrderedDictionary<String, String>,
            _ headers: HTTPFields
        ) {
            self.status = status
            self.code = code
            self.message = message
            self.details = details
            self.headers = headers
            body = APIError.body(code, message, details)
            var head = Response.json(body, status: status).head
            head.append(ResponseHead.Lines(headers))
            self.head = head
        }
    }

    private let content: Content

    var status: HTTPResponse.Status { content.status }
    /// What a client branches on; stable.
    var code: String { content.code }
    /// One sentence for a person; never holds anything internal.
    var message: String { content.message }
    /// Field → one sentence; left out of the body when empty.
    var details: OrderedDictionary<String, String> { content.details }
    var headers: HTTPFields { content.headers }

    init(
        status: HTTPResponse.Status,
        code: String,
        message: String,
        details: OrderedDictionary<String, String> = [:],
        headers: HTTPFields = [:]
    ) {
        content = Content(status, code, message, details, headers)
    }
}

extension APIError: Hashable {
    static func == (one: APIError, other: APIError) -> Bool {
        one.content === other.content
            || one.status == other.status && one.code == other.code && one.message == other.message
                && one.details == other.details && one.headers == other.headers
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(code)
        hasher.combine(message)
    }
}

extension APIError {
    static func badRequest(_ message: String) -> APIError {
        APIError(status: .badRequest, code: "BAD_REQUEST", message: message)
    }

    static let resourceNotFound = APIError(status: .notFound, code: "NOT_FOUND", message: "Resource not found")

    static func methodNotAllowed(allow: String) -> APIError {
        APIError(
            status: .methodNotAllowed,
            code: "METHOD_NOT_ALLOWED",
            message: "Method not allowed",
            headers: [.allow: allow]
        )
    }

    static let requestTimeout = APIError(
        status: .requestTimeout,
        code: "REQUEST_TIMEOUT",
        message: "The request did not arrive in time"
    )

    static func payloadTooLarge(limit: Int) -> APIError {
        APIError(
            status: .contentTooLarge,
            code: "PAYLOAD_TOO_LARGE",
            message: "Request body must not be larger than \(limit) bytes"
        )
    }

    static let unsupportedMediaType = APIError(
        status: .unsupportedMediaType,
        code: "UNSUPPORTED_MEDIA_TYPE",
        message: "Request body must be application/json in UTF-8",
        headers: acceptable
    )

    static let unsupportedContentCoding = APIError(
        status: .unsupportedMediaType,
        code: "UNSUPPORTED_MEDIA_TYPE",
        message: "Request body must not be compressed",
        headers: acceptable
    )

    /// What a body may be (RFC 9110 section 15.5.16).
    private static let acceptable: HTTPFields = [.accept: "application/json", .acceptEncoding: "identity"]

    static func validation(_ details: OrderedDictionary<String, String>) -> APIError {
        APIError(
            status: .unprocessableContent,
            code: "VALIDATION_ERROR",
            message: "Validation failed",
            details: details
        )
    }

    /// The store, or this server, cannot serve the request now.
    static func unavailable(_ message: String = "The service is temporarily unavailable") -> APIError {
        APIError(
            status: .serviceUnavailable,
            code: "SERVICE_UNAVAILABLE",
            message: message,
            headers: [.retryAfter: "1"]
        )
    }

    static let defect = APIError(
        status: .internalServerError,
        code: "INTERNAL_ERROR",
        message: "Internal server error"
    )
}

extension APIError {
    /// The one error body of the API.
    var body: ByteBuffer { content.body }

    private static func body(
        _ code: String,
        _ message: String,
        _ details: OrderedDictionary<String, String>
    ) -> ByteBuffer {
        var buffer = ByteBuffer()
        buffer.writeStaticString("{\"error\":{\"code\":")
        buffer.writeJSON(code)
        buffer.writeStaticString(",\"message\":")
        buffer.writeJSON(message)
        if !details.isEmpty {
            buffer.writeStaticString(",\"details\":{")
            for (index, detail) in details.enumerated() {
                if index > 0 { buffer.writeStaticString(",") }
                buffer.writeJSON(detail.key)
                buffer.writeStaticString(":")
                buffer.writeJSON(detail.value)
            }
            buffer.writeStaticString("}")
        }
        buffer.writeStaticString("}}")
        return buffer
    }

    var response: Response { Response(content.head, body: .whole(body)) }
}
