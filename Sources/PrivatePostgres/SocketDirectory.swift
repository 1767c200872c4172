#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The folder of the server's socket: `run/` beside the data, or one in `/tmp` when that path would be too long.
struct SocketDirectory: Sendable {
    let path: String
    /// Whether it lies outside the cluster's folder and so has to be removed by itself.
    let isElsewhere: Bool

    /// The longest path of a socket in bytes: `sun_path` without its final zero.
    private static let limit = MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1

    static func choose(for folder: ClusterFolder, port: Int) throws(PrivatePostgresError) -> SocketDirectory {
        let beside = folder.path + "/run"
        // PostgreSQL takes a list here, and a quote in it would have to be escaped.
        let isPlain = !beside.utf8.contains { ",\"".utf8.contains($0) }
        if isPlain, "\(beside)/.s.PGSQL.\(port)".utf8.count <= limit {
            return SocketDirectory(path: beside, isElsewhere: false)
        }
        guard let path = UniqueFolder.make(prefix: "/tmp/todo-postgres-") else {
            throw ClusterFolder.failure("make a folder in", "/tmp")
        }
        return SocketDirectory(path: path, isElsewhere: true)
    }

    /// Makes the folder where it is missing: 0700, and the server's user owns it.
    func prepare(for folder: ClusterFolder) throws(PrivatePostgresError) {
        if mkdir(path, 0o700) != 0 {
            let expected = folder.user?.userID ?? geteuid()
            guard errno == EEXIST else { throw ClusterFolder.failure("make", path) }
            guard let owner = UnprivilegedUser.owner(of: path), [0, expected].contains(owner.userID) else {
                throw PrivatePostgresError(.folder, "\(path) belongs to somebody else; remove it")
            }
        }
        try folder.give(path)
    }

    func remove() {
        guard isElsewhere else { return }
        rmdir(path)
    }
}
