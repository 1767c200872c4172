import NIOCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The socket of a connection, for answers that are whole: what the kernel takes at once needs no way through the channel's
/// pipeline and its queue of writes, which take longer than all that is done to refuse a token.
///
/// Belongs to the connection's event loop.
struct ConnectionSocket {
    private let channel: any Channel
    private let descriptor: CInt
    /// Whether something may wait in the channel that has to go out first.
    private var mayHaveQueue = false

    /// - Parameter channel: the connection; `nil` comes of one that has no socket, as tests may have.
    init?(_ channel: any Channel) {
        let operations = channel.pipeline.syncOperations
        let handle = try? operations.withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) { $0 }
        guard let handle else { return nil }
        self.channel = channel
        descriptor = handle
    }

    /// To be called when anything is written to the channel.
    mutating func channelIsUsed() { mayHaveQueue = true }

    /// Sends what the kernel takes without waiting.
    ///
    /// Whatever is the matter with the connection, the channel finds out when it is given the rest.
    ///
    /// - Returns: how many of the bytes were sent.
    mutating func send(_ bytes: UnsafeRawBufferPointer) -> Int {
        // The descriptor may be another's as soon as the channel is closed, which it says before anybody hears of it.
        guard channel.isActive, !hasQueue() else { return 0 }
        return max(0, systemSend(descriptor, bytes.baseAddress, bytes.count, Self.flags))
    }

    private mutating func hasQueue() -> Bool {
        guard mayHaveQueue else { return false }
        mayHaveQueue = (try? channel.syncOptions?.getOption(.bufferedWritableBytes)) != 0
        return mayHaveQueue
    }

    #if canImport(Darwin)
    private static let flags = MSG_DONTWAIT
    #else
    private static let flags = CInt(MSG_DONTWAIT) | CInt(MSG_NOSIGNAL)
    #endif
}

/// `send(2)`, which is hidden by the method inside the type.
private let systemSend = send
