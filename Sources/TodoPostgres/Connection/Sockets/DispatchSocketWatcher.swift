import Dispatch
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix

/// Watches sockets with dispatch sources: for platforms other than Linux.
///
/// A source reports as long as the socket is ready, so each one is suspended as it fires and resumed when armed.
struct DispatchSocketWatcher: SocketWatcher {
    let loop: any EventLoop

    private static let queue = DispatchQueue(label: "todo.postgres.sockets")

    func watch(_ socket: Int32, whenReady: @escaping @Sendable () -> Void) -> (any SocketWatch)? {
        let hop: @Sendable () -> Void = { [loop] in loop.execute(whenReady) }
        return DispatchSocketWatch(
            reading: OneShotSource(DispatchSource.makeReadSource(fileDescriptor: socket, queue: Self.queue), hop),
            writing: OneShotSource(DispatchSource.makeWriteSource(fileDescriptor: socket, queue: Self.queue), hop)
        )
    }

    func close(on threads: NIOThreadPool) -> EventLoopFuture<Void> {
        loop.makeSucceededVoidFuture()
    }
}

private final class DispatchSocketWatch: SocketWatch {
    private let reading: OneShotSource
    private let writing: OneShotSource

    init(reading: OneShotSource, writing: OneShotSource) {
        self.reading = reading
        self.writing = writing
    }

    func arm(for interest: SocketInterest) {
        if interest.contains(.readable) { reading.arm() } else { reading.disarm() }
        if interest.contains(.writable) { writing.arm() } else { writing.disarm() }
    }

    func end() {
        reading.cancel()
        writing.cancel()
    }
}

/// A dispatch source that fires once per arming.
///
/// Guard for `@unchecked Sendable`: the source is thread-safe, and its suspension count is changed under `isArmed`'s lock only.
private final class OneShotSource: @unchecked Sendable {
    private let source: any DispatchSourceProtocol
    private let isArmed = NIOLockedValueBox(false)

    init(_ source: any DispatchSourceProtocol, _ fire: @escaping @Sendable () -> Void) {
        self.source = source
        source.setEventHandler { [weak self] in
            guard let self, self.disarm() else { return }
            fire()
        }
    }

    func arm() {
        isArmed.withLockedValue { isArmed in
            guard !isArmed else { return }
            isArmed = true
            source.resume()
        }
    }

    /// - Returns: whether it was armed.
    @discardableResult
    func disarm() -> Bool {
        isArmed.withLockedValue { isArmed in
            guard isArmed else { return false }
            isArmed = false
            source.suspend()
            return true
        }
    }

    func cancel() {
        isArmed.withLockedValue { isArmed in
            source.cancel()
            // A suspended source is never released.
            if !isArmed {
                isArmed = true
                source.resume()
            }
        }
    }
}
