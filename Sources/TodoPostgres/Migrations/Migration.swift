/// One step of the schema: immutable once released, because databases remember its checksum.
struct Migration: Sendable {
    /// Counts up from 1 without gaps.
    let version: Int
    let name: String
    let sql: String

    /// SHA-256 of the SQL in lowercase hexadecimal, with line ends normalised so that a checkout's settings do not matter.
    var checksum: String {
        let text = sql.split(separator: "\r\n", omittingEmptySubsequences: false).joined(separator: "\n")
        return TextDigest.sha256(text)
    }

    /// Every migration, in the order in which they are applied; a new one goes to the end.
    static let all: [Migration] = [
        createTasks,
        isolateUsers,
        administerUsers,
    ]

    /// The version that this build's statements need.
    static var required: Int { all.last?.version ?? 0 }
}
