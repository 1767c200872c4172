import Synchronization

/// Standard output for results of any length, written in large pieces.
final class ResultStream: Sendable {
    private static let pieceSize = 64 * 1024
    private let pending = Mutex("")

    /// Adds a line; `false` when no more can be written.
    @discardableResult
    func write(_ line: String) -> Bool {
        let piece = pending.withLock { pending -> String? in
            pending += line
            pending += "\n"
            guard pending.utf8.count >= Self.pieceSize else { return nil }
            defer { pending = "" }
            return pending
        }
        return piece.map { StandardOutput.write($0) } ?? true
    }

    /// Writes what is left.
    func finish() {
        let piece = pending.withLock { pending in
            defer { pending = "" }
            return pending
        }
        StandardOutput.write(piece)
    }
}
