import HTTPTypes
import Logging
import NIOCore
import TodoCore

/// A request that waits for its answer, from its head to the answer's last byte, as a task does it.
struct RequestRun: Sendable {
    let request: Request
    let started: NIODeadline
    let responder: EdgeResponder
    let connection: NIOLoopBound<HTTPConnectionHandler>

    /// Runs on the connection's event loop.
    func callAsFunction(_ handling: Handling) async {
        let response = await responder.respond(to: request, handling)
        if case .parts(let writeParts) = response.body {
            ended(await write(response, writeParts), status: response.head.status)
        } else {
            send(consume response)
        }
    }

    /// Kept out of its caller, as ``ended(_:status:)`` is, since that has a frame that lives as long as the request.
    @inline(never)
    private func send(_ response: consuming Response) {
        let status = response.head.status
        ended(connection.value.sendAnswer(consume response, to: request.head), status: status)
    }

    @inline(never)
    private func ended(_ isAnswered: Bool, status: Int) {
        if !isAnswered { connection.value.breakAnswer() }
        responder.ended(Exchange(request, status: status, isAnswered: isAnswered, since: started))
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
