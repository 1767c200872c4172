import NIOCore

/// A value for each event loop, for that one alone: no lock and no other thread is on the way of a request.
struct LoopLocal<Value: Sendable>: Sendable {
    private let boxes: [NIOLoopBoundBox<Value>]

    /// - Parameters:
    ///   - loops: who gets a value.
    ///   - value: what each begins with.
    init(_ loops: [any EventLoop], _ value: @autoclosure () -> Value) {
        boxes = loops.map { .makeBoxSendingValue(value(), eventLoop: $0) }
    }

    /// Hands over the value of the loop that this runs on.
    ///
    /// - Returns: what `body` does; `nil` on none of the loops, where it is not called.
    func withValue<Output>(_ body: (inout Value) -> Output) -> Output? {
        for box in boxes where box.eventLoop.inEventLoop { return box.withValue(body) }
        return nil
    }
}
