#if os(Linux)
import CLinux
import Glibc

/// A context of Linux's asynchronous I/O (io_setup(2)) with room for a number of polls, each in a slot of its own.
///
/// A poll that was submitted completes exactly once: when its socket is ready, or because it was cancelled. Each completion
/// counts the event counter up, and waits in a ring that the kernel shares with this process.
@safe
struct AIOContext: ~Copyable {
    private let id: aio_context_t
    /// One for each slot; the kernel tells them apart by their addresses.
    private let requests: UnsafeMutableBufferPointer<iocb>

    /// - Returns: `nil` when the kernel refuses.
    init?(slots: Int, eventCounter: Int32) {
        var id: aio_context_t = 0
        guard let count = UInt32(exactly: slots), unsafe linux_io_setup(count, &id) == 0 else { return nil }
        guard linux_aio_ring_is_known(id) else {
            _ = linux_io_destroy(id)
            return nil
        }
        self.id = id
        unsafe requests = .allocate(capacity: slots)
        for slot in unsafe requests.indices {
            var request = iocb()
            request.aio_data = UInt64(slot)
            request.aio_lio_opcode = UInt16(IOCB_CMD_POLL)
            request.aio_flags = UInt32(IOCB_FLAG_RESFD)
            request.aio_resfd = UInt32(bitPattern: eventCounter)
            unsafe requests.initializeElement(at: slot, to: request)
        }
    }

    /// Waits until the kernel has cancelled what is under way.
    deinit {
        _ = linux_io_destroy(id)
        unsafe requests.deallocate()
    }

    /// Prepares the poll in a slot that is not under way.
    func prepare(_ slot: Int, _ socket: Int32, for interest: SocketInterest) {
        var events: Int32 = 0
        if interest.contains(.readable) { events |= POLLIN }
        if interest.contains(.writable) { events |= POLLOUT }
        unsafe requests[slot].aio_fildes = UInt32(bitPattern: socket)
        unsafe requests[slot].aio_buf = UInt64(events)
    }

    /// Submits the polls in these slots.
    ///
    /// - Returns: how many of them the kernel has taken, from the first on.
    func submit(_ slots: ArraySlice<Int>) -> Int {
        unsafe withUnsafeTemporaryAllocation(of: UnsafeMutablePointer<iocb>?.self, capacity: slots.count) { pointers in
            for (index, slot) in slots.enumerated() {
                unsafe pointers.initializeElement(at: index, to: requests.baseAddress.map { unsafe $0 + slot })
            }
            return max(0, Int(unsafe linux_io_submit(id, slots.count, pointers.baseAddress)))
        }
    }

    /// Has a poll that is under way complete soon, if it has not yet.
    func cancel(_ slot: Int) {
        var event = io_event()
        _ = unsafe linux_io_cancel(id, requests.baseAddress.map { unsafe $0 + slot }, &event)
    }

    /// The slot of the oldest completion, each once.
    func nextCompletion() -> Int? {
        var event = io_event()
        return unsafe linux_aio_ring_take(id, &event) ? Int(event.data) : nil
    }
}
#endif
