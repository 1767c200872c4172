#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The folder that holds one cluster: `data/`, `postgres.log`, and `run/` with the socket.
///
/// As root the folder belongs to the unprivileged user that PostgreSQL runs as. When that user cannot enter the folder
/// (as below `/root`), it holds nothing but a link named `cluster` to one that the user can enter.
struct ClusterFolder: Sendable {
    let path: String
    /// The user that PostgreSQL runs as, or `nil` for ourselves.
    let user: UnprivilegedUser?

    var data: String { path + "/data" }
    var log: String { path + "/postgres.log" }

    /// Makes the folder where it is missing, and finds out whom it is for.
    static func open(at path: String) async throws(PrivatePostgresError) -> ClusterFolder {
        try makeFolder(path, mode: UnprivilegedUser.weAreRoot ? 0o711 : 0o700)
        guard let resolved = RealPath.resolve(path) else { throw failure("enter", path) }
        let link = resolved + "/cluster"
        let linked = RealPath.resolve(link)
        if let folder = try existing(at: linked ?? resolved) { return folder }
        guard UnprivilegedUser.weAreRoot else { return ClusterFolder(path: resolved, user: nil) }
        let user = try UnprivilegedUser.preferred()
        if try await user.canEnter(resolved) {
            return try ClusterFolder(path: resolved, user: user).owned()
        }
        let elsewhere = try temporary(below: ["/var/lib", "/var/tmp"])
        unlink(link)
        guard symlink(elsewhere.path, link) == 0 else { throw failure("make the link", link) }
        return elsewhere
    }

    /// A new folder with a name that nobody can guess, for a cluster that lasts as long as we do.
    ///
    /// It lies in `/tmp` and not in `TMPDIR`, because a socket's path must be short.
    static func temporary(below parents: [String] = ["/tmp"]) throws(PrivatePostgresError) -> ClusterFolder {
        let user = UnprivilegedUser.weAreRoot ? try UnprivilegedUser.preferred() : nil
        for parent in parents {
            if let path = UniqueFolder.make(prefix: parent + "/todo-postgres-") {
                return try ClusterFolder(path: path, user: user).owned()
            }
        }
        throw failure("make a folder in", parents.joined(separator: " or "))
    }

    /// The folder as it is when a cluster was made in it before; that cluster's owner runs it again.
    private static func existing(at path: String) throws(PrivatePostgresError) -> ClusterFolder? {
        guard let owner = UnprivilegedUser.owner(of: path + "/data") else {
            guard access(path, R_OK | W_OK | X_OK) != 0 else { return nil }
            throw failure("read and write", path)
        }
        if UnprivilegedUser.weAreRoot { return ClusterFolder(path: path, user: owner.userID == 0 ? nil : owner) }
        guard owner.userID == geteuid() else {
            throw PrivatePostgresError(
                .folder,
                "the cluster in \(path) belongs to the user \(owner.name): run this as root, or choose another folder"
            )
        }
        return ClusterFolder(path: path, user: nil)
    }

    private func owned() throws(PrivatePostgresError) -> ClusterFolder {
        try give(path)
        return self
    }

    /// Hands a file that we made to the user that PostgreSQL runs as.
    func give(_ file: String) throws(PrivatePostgresError) {
        guard let user else { return }
        guard chown(file, user.userID, user.groupID) == 0 else { throw Self.failure("give to \(user.name)", file) }
    }

    /// Removes the folder and all it holds.
    func remove() throws(PrivatePostgresError) {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            throw PrivatePostgresError(.folder, "cannot remove \(path): \(error)")
        }
    }

    /// The folder of the cluster that was made at `path`, or `nil` when there is none.
    static func find(at path: String) throws(PrivatePostgresError) -> ClusterFolder? {
        guard let resolved = RealPath.resolve(path) else { return nil }
        let folder = RealPath.resolve(resolved + "/cluster") ?? resolved
        return try existing(at: folder) ?? ClusterFolder(path: folder, user: nil)
    }

    /// Removes the cluster that was made at `path`, wherever its data are.
    static func removeCluster(at path: String) throws(PrivatePostgresError) {
        guard let resolved = RealPath.resolve(path) else { return }
        if let linked = RealPath.resolve(resolved + "/cluster") {
            try ClusterFolder(path: linked, user: nil).remove()
        }
        try ClusterFolder(path: resolved, user: nil).remove()
    }

    private static func makeFolder(_ path: String, mode: mode_t) throws(PrivatePostgresError) {
        if mkdir(path, mode) == 0 {
            // The umask may have taken the permission to traverse.
            chmod(path, mode)
            return
        }
        var isDirectory = false
        guard errno == EEXIST, FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory
        else { throw failure("make", path) }
    }

    static func failure(_ action: String, _ path: String) -> PrivatePostgresError {
        let reason = String(cString: strerror(errno))
        return PrivatePostgresError(.folder, "cannot \(action) \(path): \(reason)")
    }
}
