#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// How many files and sockets this process may have open.
enum FileDescriptors {
    /// What is kept for everything but clients' connections: the database's, event loops', standard streams'.
    static let reserve = 256

    /// The fewest that a server can be of use with.
    static let least = reserve + 64

    /// Raises the limit to what the system lets an ordinary process have.
    ///
    /// Many systems start processes with 1024, since `select` can handle no more; this server does not use it.
    /// - Returns: the limit that holds now.
    static func raiseLimit() -> Int {
        #if os(Linux)
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        let wanted: rlim_t = 65_536
        #else
        let resource = RLIMIT_NOFILE
        let wanted = rlim_t(OPEN_MAX)
        #endif
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return 1024 }
        var raised = limit
        raised.rlim_cur = min(limit.rlim_max, wanted)
        if raised.rlim_cur > limit.rlim_cur, setrlimit(resource, &raised) == 0 { limit = raised }
        return Int(min(limit.rlim_cur, 1_000_000))
    }
}
