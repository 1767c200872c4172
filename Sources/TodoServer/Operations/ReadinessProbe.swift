import Logging
import NIOConcurrencyHelpers
import ServiceLifecycle
import TodoPostgres

/// Says whether requests for tasks would be served now, and logs when that changes.
///
/// It asks once at the start, so that what is wrong is in the log before anybody else asks, and turns "not ready" at the first
/// sign of a shutdown. A service group shuts its services down from the last to the first, each after the one behind it is
/// done; as the last service this one makes the server unready before it stops to accept connections.
final class ReadinessProbe: Service {
    private struct State {
        var isDraining = false
        var lastAnswer: Readiness?
    }

    private let ask: @Sendable () async -> Readiness
    private let logger: Logger
    private let onFirstAnswer: @Sendable () -> Void
    private let state = NIOLockedValueBox(State())

    /// - Parameters:
    ///   - logger: told of changes.
    ///   - onFirstAnswer: told when the start is over, whatever the answer was.
    ///   - ask: asks the store.
    init(
        logger: Logger,
        onFirstAnswer: @escaping @Sendable () -> Void = {},
        ask: @escaping @Sendable () async -> Readiness
    ) {
        self.ask = ask
        self.logger = logger
        self.onFirstAnswer = onFirstAnswer
    }

    func run() async throws {
        await cancelWhenGracefulShutdown { _ = await self.check() }
        onFirstAnswer()
        try? await gracefulShutdown()
        beginDraining()
    }

    func beginDraining() {
        state.withLockedValue { $0.isDraining = true }
    }

    func check() async -> Readiness {
        if isDraining { return .notReady(causes: ["shutting down"]) }
        let answer = await ask()
        // What a client that has gone was told says nothing about the store.
        guard !Task.isCancelled else { return answer }
        let before = state.withLockedValue { state in
            defer { state.lastAnswer = answer }
            return state.lastAnswer
        }
        if answer != before, !isDraining { log(answer) }
        return answer
    }

    private var isDraining: Bool { state.withLockedValue { $0.isDraining } }

    private func log(_ answer: Readiness) {
        switch answer {
        case .ready: logger.notice("Ready")
        case .notReady(let causes):
            logger.warning("Not ready", metadata: ["cause": "\(causes.joined(separator: "; "))"])
        }
    }
}
