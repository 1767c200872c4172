#if os(Linux)
/// A socket that ``AIOSocketWatcher`` watches: which poll is under way for it, and what its completion means.
///
/// | state | event | next | action |
/// |---|---|---|---|
/// | idle | `arm` | polling | submit |
/// | polling | completed | idle | report |
/// | polling | `arm` for something else | changing | cancel |
/// | changing | completed | polling | submit |
/// | polling, changing | `end` | ending | cancel |
/// | ending | completed | ended | release the slot |
/// | idle | `end` | ended | release the slot |
/// | polling | refused | substituted | release the slot; another watcher is armed |
///
/// A slot is released with its last completion, so a late one never meets another socket's watch. Until then the kernel keeps the
/// socket open, though its descriptor may be closed.
final class AIOSocketWatch: SocketWatch {
    private enum State {
        case idle
        case polling(SocketInterest)
        case changing(to: SocketInterest)
        case ending
        case ended
        case substituted((any SocketWatch)?)
    }

    private let socket: Int32
    private let slot: Int
    private let watcher: AIOSocketWatcher
    private let whenReady: @Sendable () -> Void
    private var state = State.idle

    init(_ socket: Int32, slot: Int, watcher: AIOSocketWatcher, whenReady: @escaping @Sendable () -> Void) {
        self.socket = socket
        self.slot = slot
        self.watcher = watcher
        self.whenReady = whenReady
    }

    func arm(for interest: SocketInterest) {
        switch state {
        case .idle: poll(for: interest)
        case .polling(interest), .ending, .ended: break
        case .polling:
            if watcher.cancel(slot) { state = .changing(to: interest) } else { poll(for: interest) }
        case .changing: state = .changing(to: interest)
        case .substituted(let watch): watch?.arm(for: interest)
        }
    }

    func end() {
        switch state {
        case .idle: release()
        case .polling:
            if watcher.cancel(slot) { state = .ending } else { release() }
        case .changing: state = .ending
        case .ending, .ended: break
        case .substituted(let watch): watch?.end()
        }
    }

    /// The poll has completed.
    func completed() {
        switch state {
        case .polling:
            state = .idle
            whenReady()
        case .changing(let interest): poll(for: interest)
        case .ending: release()
        case .idle, .ended, .substituted: break
        }
    }

    /// The kernel has not taken the poll.
    func refused() {
        guard case .polling(let interest) = state else { return }
        release()
        let watch = watcher.substitute(socket, whenReady: whenReady)
        state = .substituted(watch)
        watch?.arm(for: interest)
    }

    private func poll(for interest: SocketInterest) {
        state = .polling(interest)
        watcher.submit(slot, socket, for: interest)
    }

    private func release() {
        state = .ended
        watcher.release(slot)
    }
}
#endif
