import NIOCore

/// Runs tasks on one event loop, so that a request's task never leaves the thread that its connection lives on.
///
/// What becomes ready within one turn of the loop, as do requests whose answers came from the database together, is run by one of
/// the loop's own tasks.
final class LoopExecutor: TaskExecutor {
    private let loop: any EventLoop
    private let ready: NIOLoopBoundBox<[UnownedJob]>

    init(_ loop: any EventLoop) {
        self.loop = loop
        ready = .makeBoxSendingValue([], eventLoop: loop)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        guard loop.inEventLoop else {
            return loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
        }
        if ready.value.isEmpty { loop.execute(runReady) }
        ready.value.append(job)
    }

    private func runReady() {
        let jobs = ready.value
        ready.value.removeAll(keepingCapacity: true)
        for job in jobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
    }
}
