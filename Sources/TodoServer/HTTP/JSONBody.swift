import HTTPParsing
import HTTPTypes
import NIOCore
import OrderedCollections
import TodoCore
import TodoJSON

/// Reads request bodies: size and media type first, then syntax, then the fields, as the API's order of checks has it.
struct JSONBody: Sendable {
    /// The largest body in bytes.
    let limit: Int

    /// Decodes a body that must be there.
    ///
    /// - Returns: the payload, and the body as it came.
    /// - Throws: ``APIError``
    func decode<Payload: TaskPayload>(
        _ request: Request,
        as type: ContentType = .json
    ) async throws -> (Payload, ByteBuffer) {
        let body = try await read(request, as: type)
        return (try Self.parse(body), body)
    }

    /// Decodes a body that may be left out.
    ///
    /// - Returns: the payload, `nil` where the body is empty, and the body as it came.
    /// - Throws: ``APIError``
    func decodeIfPresent<Payload: TaskPayload>(_ request: Request) async throws -> (Payload?, ByteBuffer) {
        let body = try await read(request)
        guard body.readableBytes > 0 else { return (nil, body) }
        // Not as an optional, which `null` would be.
        let payload: Payload = try Self.parse(body)
        return (payload, body)
    }

    /// Reads a body to its end, whatever is in it.
    ///
    /// - Throws: ``APIError``
    func read(_ request: Request, as type: ContentType = .json) async throws -> ByteBuffer {
        var tooLarge: APIError { .payloadTooLarge(limit: limit) }
        guard request.head.contentLength <= limit else { throw tooLarge }
        let refusal = Self.refusal(of: request.head, type)

        switch request.body {
        case .whole(let body):
            guard body.readableBytes <= limit else { throw tooLarge }
            if let refusal, body.readableBytes > 0 { throw refusal }
            return body
        case .arriving(let parts):
            var body = ByteBuffer()
            for try await var part in parts {
                if body.readableBytes == 0 { swap(&body, &part) } else { body.writeBuffer(&part) }
                guard body.readableBytes <= limit else { throw tooLarge }
                if let refusal, body.readableBytes > 0 { throw refusal }
            }
            return body
        }
    }

    /// Why a body behind this head cannot be read, if there is one.
    private static func refusal(of head: RequestHead, _ type: ContentType) -> APIError? {
        if let value = head[.contentType], !type.includes(value) { return .unsupportedMediaType }
        if let coding = head[.contentEncoding], coding.lowercased() != "identity" {
            return .unsupportedContentCoding
        }
        return nil
    }

    private static func parse<Payload: TaskPayload>(_ body: ByteBuffer) throws -> Payload {
        guard String(validating: body.readableBytesView, as: UTF8.self) != nil else {
            throw APIError.badRequest("Request body is not UTF-8")
        }
        do {
            return try body.withUnsafeReadableBytes { try Payload(JSONMembers(of: $0)) }
        } catch JSONMembers.Fault.notAnObject {
            throw notAnObject
        } catch {
            throw invalid
        }
    }

    private static let invalid = APIError.badRequest("Request body is not valid JSON")
    private static let notAnObject = APIError.validation(["body": "Request body must be a JSON object"])
}
