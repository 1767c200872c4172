#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension ClusterFolder {
    /// Waits for a server that is about to end because its owner was killed.
    ///
    /// - Throws: ``PrivatePostgresError`` with the code `alreadyRunning` when a server runs on this folder and goes on
    ///   running: one that is not stopping within a second, or has not stopped within thirty.
    func waitForFormerServer() async throws(PrivatePostgresError) {
        let begin = ContinuousClock.now
        while let file = PostmasterFile.read(in: data), await file.isRunning() {
            let patience: Duration = file.status == "stopping" ? .seconds(30) : .seconds(1)
            guard ContinuousClock.now - begin < patience, (try? await Task.sleep(for: .milliseconds(20))) != nil else {
                throw PrivatePostgresError(
                    .alreadyRunning,
                    "PostgreSQL is already running in \(path) as process \(file.processID); stop it first"
                )
            }
        }
    }

    /// Removes what a server left that crashed, lest PostgreSQL takes another process with the same id for it.
    func removeStalePostmasterFile() {
        unlink(PostmasterFile.path(in: data))
    }
}
