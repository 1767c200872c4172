import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Standard output for results of any length, written in large pieces.
final class ResultStream: Sendable {
    private static let pieceSize = 64 * 1024
    private let pending = Mutex("")

    /// Adds a line; `false` when nobody reads any more.
    @discardableResult
    func write(_ line: String) -> Bool {
        let piece = pending.withLock { pending -> String? in
            pending += line
            pending += "\n"
            guard pending.utf8.count >= Self.pieceSize else { return nil }
            defer { pending = "" }
            return pending
        }
        return piece.map { DescriptorOutput.write($0, to: STDOUT_FILENO) } ?? true
    }

    /// Writes what is left.
    func finish() {
        let piece = pending.withLock { pending in
            defer { pending = "" }
            return pending
        }
        _ = DescriptorOutput.write(piece, to: STDOUT_FILENO)
    }
}
