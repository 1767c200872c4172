#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Keeps two processes from making or starting a cluster in one folder at the same time.
///
/// The kernel lets go of it when we end, however that happens.
struct FolderLock: ~Copyable {
    private let descriptor: CInt

    init(_ folder: ClusterFolder) throws(PrivatePostgresError) {
        descriptor = open(folder.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw ClusterFolder.failure("open", folder.path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw PrivatePostgresError(
                .alreadyRunning,
                "another process is starting PostgreSQL in \(folder.path); wait for it, or stop it first"
            )
        }
    }

    deinit {
        // Closing alone is not enough: a child that is being started elsewhere has a copy until it executes its program.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
