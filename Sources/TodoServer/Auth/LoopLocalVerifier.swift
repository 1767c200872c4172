import NIOCore
import TodoCore
import TodoTokens

/// A verifier with a memory of its own on each event loop, so that no lock and no other thread is on the way of a request.
///
/// A token that clients use on several loops is verified once on each of them.
struct LoopLocalVerifier: Sendable {
    private let local: [NIOLoopBoundBox<CachingTokenVerifier>]
    /// For callers on none of the loops.
    private let verifier: TokenVerifier

    init(_ verifier: TokenVerifier, loops: [any EventLoop]) {
        self.verifier = verifier
        local = loops.map { .makeBoxSendingValue(CachingTokenVerifier(verifier), eventLoop: $0) }
    }

    /// The same as ``TokenVerifier/verify(_:now:)``.
    func verify(_ token: Substring, now: Timestamp) throws(TokenRejection) -> UserID {
        guard let local = local.first(where: { $0.eventLoop.inEventLoop }) else {
            return try verifier.verify(token, now: now)
        }
        return try local.withValue { verifier throws(TokenRejection) in try verifier.verify(token, now: now) }
    }
}
