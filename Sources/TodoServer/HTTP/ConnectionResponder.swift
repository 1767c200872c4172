import HTTPTypes
import Hummingbird
import NIOCore

/// What a connection needs to answer: requests, and what never became one.
protocol ConnectionResponder: Sendable {
    /// Answers a request, whatever happens.
    func respond(to request: Request, context: AppRequestContext) async -> Response
    /// The answer to a request that is malformed, too slow, or one too many.
    func refuse(_ error: APIError, _ request: HTTPRequest?) -> Refusal
    /// Hears what became of a request that it has answered.
    func ended(_ exchange: Exchange)
}

/// A response that is there at once, made without running anything.
struct Refusal {
    let status: HTTPResponse.Status
    let headers: HTTPFields
    let body: ByteBuffer
}

extension EdgeResponder: ConnectionResponder {}

extension Response {
    init(refusal: Refusal) {
        self.init(status: refusal.status, headers: refusal.headers, body: ResponseBody(byteBuffer: refusal.body))
    }
}
