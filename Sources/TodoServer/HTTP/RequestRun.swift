import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOHTTP1
import TodoCore

/// One request from its head to the last byte of its answer, as a task does it.
struct RequestRun<Responder: ConnectionResponder>: Sendable {
    let head: HTTPRequestHead
    let body: RequestBody
    let responder: Responder
    let channel: any Channel
    let logger: Logger
    let connection: NIOLoopBound<HTTPConnectionHandler<Responder>>

    /// Runs on the connection's event loop.
    func callAsFunction() async {
        let started = NIODeadline.now()
        let context = AppRequestContext(source: ApplicationRequestContextSource(channel: channel, logger: logger))
        let response = await response(context)
        let answer = NIOLoopBound(Answer(response, to: head, on: connection.value), eventLoop: channel.eventLoop)
        do {
            if answer.value.hasBody {
                try await response.body.write(ResponseWriter(answer: answer))
            } else {
                try answer.value.finish()
            }
        } catch let error as TodoError where error.code != .cancelled {
            // The answer had begun with its status, so the client learns of this by the connection's early end alone.
            var metadata = Logger.Metadata(
                request: response.headers[.xRequestID] ?? "",
                traceParent: head.headers["traceparent"].first
            )
            metadata["error"] = "\(error)"
            metadata["cause"] = "\(error.cause.map { String(describing: $0) } ?? "none")"
            logger.warning("Answer broke off", metadata: metadata)
        } catch {
            // The client went away, or read too slowly.
        }
        if !answer.value.isFinished { connection.value.breakAnswer() }
        responder.ended(
            Exchange(
                head: head,
                requestID: response.headers[.xRequestID] ?? "",
                route: context.route,
                status: response.status.code,
                isAnswered: answer.value.isFinished,
                duration: .now() - started
            )
        )
    }

    private func response(_ context: AppRequestContext) async -> Response {
        guard let head = HTTPRequest(head) else {
            return Response(refusal: responder.refuse(.malformedHead, nil))
        }
        return await responder.respond(to: Request(head: head, body: body), context: context)
    }
}
