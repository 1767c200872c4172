import DequeModule
import NIOCore
import NIOPosix
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Where the log's lines go: a file descriptor whose reader may fall behind without holding up requests.
///
/// A line is written at once while the reader keeps up, so that none is lost when the process is killed. When it does not keep
/// up, lines wait for a thread that writes them, up to a limit; those beyond it are dropped and counted.
final class LogOutput: Sendable {
    private struct State {
        var waiting: Deque<ByteBuffer> = []
        var waitingBytes = 0
        var droppedLines = 0
        /// How many of these the log does not tell of yet.
        var untoldLines = 0
        var isDraining = false
    }

    private let descriptor: CInt
    /// How many bytes may wait.
    private let capacity: Int
    /// The line that tells how many are missing before it.
    private let gap: @Sendable (_ missing: Int) -> ByteBuffer
    /// A terminal that has room need not have it for a whole line.
    private let isTerminal: Bool
    private let state = Mutex(State())
    private let thread = NIOThreadPool(numberOfThreads: 1)

    /// A pipe that has room takes this much at once, whole (POSIX.1-2017, `write`: `PIPE_BUF`).
    private static let atomicLength = 4096

    init(descriptor: CInt, capacity: Int = 1 << 20, gap: @escaping @Sendable (_ missing: Int) -> ByteBuffer) {
        self.descriptor = descriptor
        self.capacity = capacity
        self.gap = gap
        isTerminal = isatty(descriptor) == 1
    }

    /// How many lines were dropped because the reader did not keep up.
    var droppedLines: Int { state.withLock(\.droppedLines) }

    /// Writes a line, its end included, now or later; never waits.
    func write(_ line: ByteBuffer) {
        let beginsToDrain = state.withLock { state in
            if !state.isDraining, !isTerminal, line.readableBytes <= Self.atomicLength, hasRoom(within: 0) {
                writeAll(line)
                return false
            }
            guard state.waitingBytes + line.readableBytes <= capacity else {
                state.droppedLines += 1
                state.untoldLines += 1
                return false
            }
            state.waiting.append(line)
            state.waitingBytes += line.readableBytes
            defer { state.isDraining = true }
            return !state.isDraining
        }
        if beginsToDrain {
            thread.start()
            thread.submit { _ in while let line = self.next() { self.writeAll(line) } }
        }
    }

    /// Waits until everything is written, or for so long at the most.
    ///
    /// It looks again and again, since it is for the end of the process: who writes need not know of who waits.
    func flush(within limit: Duration) async {
        let end = ContinuousClock.now + limit
        while state.withLock(\.isDraining), ContinuousClock.now < end { try? await Task.sleep(for: .milliseconds(5)) }
    }

    private func next() -> ByteBuffer? {
        state.withLock { state in
            if let line = state.waiting.popFirst() {
                state.waitingBytes -= line.readableBytes
                return line
            }
            guard state.untoldLines > 0 else {
                state.isDraining = false
                return nil
            }
            defer { state.untoldLines = 0 }
            return gap(state.untoldLines)
        }
    }

    /// Whether the descriptor takes bytes, or reports an error, within so many milliseconds.
    private func hasRoom(within milliseconds: CInt) -> Bool {
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&request, 1, milliseconds) > 0
    }

    /// Waits while there is no room; gives up when nobody can ever read.
    private func writeAll(_ line: ByteBuffer) {
        var rest = line.readableBytesView
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                _ = hasRoom(within: 1000)
            } else if errno != EINTR {
                return
            }
        }
    }
}

/// The system call, which the method of the same name would hide.
private func systemWrite(_ file: CInt, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(file, bytes, count)
}
