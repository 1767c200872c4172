import DequeModule
import NIOCore
import Synchronization

/// A request body that is read while it arrives, by one reader.
///
/// Nothing is asked of the client before the first `next()`, and no more once `bufferLimit` bytes wait to be read.
final class RequestBodyStream: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    private enum State {
        case open(Deque<ByteBuffer>, reader: CheckedContinuation<ByteBuffer?, any Error>?)
        /// No more comes; what is there can still be read, then `failure` is thrown if there is one.
        case over(Deque<ByteBuffer>, failure: (any Error)?)
    }

    private let state = Mutex(State.open([], reader: nil))
    private let bufferLimit: Int
    private let onDemand: @Sendable () -> Void

    /// - Parameters:
    ///   - bufferLimit: the number of bytes at which the body counts as full.
    ///   - onDemand: called whenever the reader waits for more.
    init(bufferLimit: Int, onDemand: @escaping @Sendable () -> Void) {
        self.bufferLimit = bufferLimit
        self.onDemand = onDemand
    }

    /// Whether enough waits to be read that the client should be made to wait.
    var isFull: Bool {
        state.withLock { state in
            guard case .open(let buffers, _) = state else { return false }
            return buffers.reduce(0) { $0 + $1.readableBytes } >= bufferLimit
        }
    }

    func yield(_ buffer: ByteBuffer) {
        let reader: CheckedContinuation<ByteBuffer?, any Error>? = state.withLock { state in
            guard case .open(var buffers, let reader) = state else { return nil }
            if reader == nil { buffers.append(buffer) }
            state = .open(buffers, reader: nil)
            return reader
        }
        reader?.resume(returning: buffer)
    }

    /// Ends the body, or breaks it off with an error; later calls change nothing.
    func finish(throwing failure: (any Error)? = nil) {
        let reader: CheckedContinuation<ByteBuffer?, any Error>? = state.withLock { state in
            guard case .open(let buffers, let reader) = state else { return nil }
            state = .over(buffers, failure: reader == nil ? failure : nil)
            return reader
        }
        if let failure { reader?.resume(throwing: failure) } else { reader?.resume(returning: nil) }
    }

    func makeAsyncIterator() -> Iterator { Iterator(stream: self) }

    struct Iterator: AsyncIteratorProtocol {
        fileprivate let stream: RequestBodyStream

        func next() async throws -> ByteBuffer? { try await stream.next() }
    }

    private enum Read {
        case buffer(ByteBuffer)
        case end
        case failed(any Error)
        case wait
    }

    private func next() async throws -> ByteBuffer? {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let read: Read = state.withLock { state in
                    switch state {
                    case .open(var buffers, let reader):
                        if let buffer = buffers.popFirst() {
                            state = .open(buffers, reader: reader)
                            return .buffer(buffer)
                        }
                        precondition(reader == nil, "BUG: a request body has one reader")
                        state = .open(buffers, reader: continuation)
                        return .wait
                    case .over(var buffers, let failure):
                        if let buffer = buffers.popFirst() {
                            state = .over(buffers, failure: failure)
                            return .buffer(buffer)
                        }
                        return failure.map { .failed($0) } ?? .end
                    }
                }
                switch read {
                case .buffer(let buffer): continuation.resume(returning: buffer)
                case .end: continuation.resume(returning: nil)
                case .failed(let error): continuation.resume(throwing: error)
                case .wait: onDemand()
                }
            }
        } onCancel: {
            finish(throwing: CancellationError())
        }
    }
}
