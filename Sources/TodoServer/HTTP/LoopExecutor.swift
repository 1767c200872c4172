import NIOCore

/// Runs tasks on one event loop, so that a request's task never leaves the thread that its connection lives on.
///
/// What becomes ready in one turn of the loop runs in its order and costs the loop one task of its own, not one each.
final class LoopExecutor: TaskExecutor {
    private struct Ready {
        var jobs: [UnownedJob] = []
        /// Memory to use again.
        var spare: [UnownedJob] = []
    }

    private let loop: any EventLoop
    private let ready: NIOLoopBoundBox<Ready>

    init(_ loop: any EventLoop) {
        self.loop = loop
        ready = NIOLoopBoundBox.makeBoxSendingValue(Ready(), eventLoop: loop)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        guard loop.inEventLoop else {
            return loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
        }
        let isFirst = ready.withValue { ready in
            ready.jobs.append(job)
            return ready.jobs.count == 1
        }
        if isFirst { loop.execute { self.runReady() } }
    }

    /// Runs what is ready now; what becomes ready meanwhile has its turn later, as has the rest of the loop's work.
    private func runReady() {
        let jobs = ready.withValue { ready in
            let jobs = ready.jobs
            ready.jobs = ready.spare
            ready.spare = []
            return jobs
        }
        for job in jobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
        ready.withValue { ready in
            ready.spare = consume jobs
            ready.spare.removeAll(keepingCapacity: true)
        }
    }
}
