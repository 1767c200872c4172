import HTTPTypes
import NIOCore
import OrderedCollections
import TodoJSON

/// A refusal as a client sees it: the one error body of the API and the headers that go with it.
struct APIError: Error, Hashable {
    let status: HTTPResponse.Status
    /// What a client branches on; stable.
    let code: String
    /// One sentence for a person; never holds anything internal.
    let message: String
    /// Field → one sentence; left out of the body when empty.
    var details: OrderedDictionary<String, String> = [:]
    var headers: HTTPFields = [:]
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
    var body: ByteBuffer {
        var buffer = ByteBuffer()
        buffer.reserveCapacity(256)
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

    var response: Response {
        var response = Response.json(body, status: status)
        for field in headers { response.head.append(field.name, field.value) }
        return response
    }
}
