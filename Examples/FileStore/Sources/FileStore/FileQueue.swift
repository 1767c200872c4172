import Dispatch

/// Runs an actor on a thread that may block, as reading and writing files does.
final class FileQueue: SerialExecutor {
    private let queue = DispatchQueue(label: "file-store")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
