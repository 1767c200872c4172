#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A user to run PostgreSQL as when we are root, because PostgreSQL refuses to run as root.
struct UnprivilegedUser: Sendable, Hashable {
    let name: String
    let userID: uid_t
    let groupID: gid_t

    static var weAreRoot: Bool { geteuid() == 0 }

    /// The user that fits: `postgres`, which packages make, else `nobody`.
    static func preferred() throws(PrivatePostgresError) -> UnprivilegedUser {
        for name in ["postgres", "nobody"] {
            if let user = named(name) { return user }
        }
        throw PrivatePostgresError(
            .folder,
            "PostgreSQL refuses to run as root, and there is neither a user postgres nor nobody; run this as another user"
        )
    }

    /// The owner of the file, or `nil` when there is no such file.
    static func owner(of path: String) -> UnprivilegedUser? {
        var information = stat()
        guard stat(path, &information) == 0 else { return nil }
        let name = getpwuid(information.st_uid).flatMap { String(cString: $0.pointee.pw_name) }
        return UnprivilegedUser(
            name: name ?? String(information.st_uid),
            userID: information.st_uid,
            groupID: information.st_gid
        )
    }

    private static func named(_ name: String) -> UnprivilegedUser? {
        guard let entry = getpwnam(name), entry.pointee.pw_uid != 0 else { return nil }
        return UnprivilegedUser(name: name, userID: entry.pointee.pw_uid, groupID: entry.pointee.pw_gid)
    }

    /// Whether the user may enter the folder, which takes the permission to traverse every parent of it.
    func canEnter(_ path: String) async throws(PrivatePostgresError) -> Bool {
        try await ShellCommand.run("/bin/sh", ["-c", #"cd "$1""#, "sh", path], as: self).isSuccess
    }
}
