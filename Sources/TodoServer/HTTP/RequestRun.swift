import HTTPTypes
import Logging
import NIOCore
import TodoCore

/// One request from its head to the last byte of its answer, as a task does it.
struct RequestRun: Sendable {
    let request: Request
    let responder: EdgeResponder
    let connection: NIOLoopBound<HTTPConnectionHandler>

    /// Runs on the connection's event loop.
    func callAsFunction() async {
        let started = NIODeadline.now()
        let response = await responder.respond(to: request)
        let isAnswered =
            if case .parts(let writeParts) = response.body {
                await write(response, writeParts)
            } else {
                connection.value.sendAnswer(response)
            }
        if !isAnswered { connection.value.breakAnswer() }
        responder.ended(
            Exchange(
                head: request.head,
                requestID: request.id,
                route: request.match?.resource.path,
                status: response.head.status,
                isAnswered: isAnswered,
                duration: .now() - started
            )
        )
    }

    /// Whether all of the answer was handed to the connection.
    private func write(
        _ response: Response,
        _ writeParts: @Sendable (Response.PartWriter) async throws -> Void
    ) async -> Bool {
        let answer = AnswerInParts(response, to: request.head, on: connection.value)
        do {
            try await writeParts { part in try await answer.write(part) }
            return try answer.finish()
        } catch let error as TodoError where error.code != .cancelled {
            // The answer had begun with its status, so the client learns of this by the connection's early end alone.
            var metadata = request.metadata
            metadata["error"] = "\(error)"
            metadata["cause"] = "\(error.cause.map { String(describing: $0) } ?? "none")"
            responder.logger.warning("Answer broke off", metadata: metadata)
        } catch {
            // The client went away, or read too slowly.
        }
        return false
    }
}
