/// One step of the schema: immutable once released, because databases remember its checksum.
struct Migration: Sendable {
    /// Counts up from 1 without gaps.
    let version: Int
    let name: String
    let sql: String
    /// What fails when the database cannot have it; it runs before the SQL, and like the way back is not part of the checksum.
    var precondition: String?
    var wayBack = WayBack.none(because: "it was released without a way back")
    /// Whether it cannot run in a transaction, such as `create index concurrently`.
    ///
    /// Its SQL is one statement then, which must do no harm when it is run again: whatever ends the run between the statement
    /// and its record has it repeated.
    var runsAlone = false

    /// How a migration is undone, which is not part of the checksum.
    enum WayBack: Sendable, Hashable {
        case sql(String)
        /// For an operator who asks for it.
        case none(because: String)
    }

    /// What is executed, in this order.
    var statements: [String] { [precondition, sql].compactMap(\.self) }

    /// SHA-256 of the SQL in lowercase hexadecimal, with line ends normalised so that a checkout's settings do not matter.
    var checksum: String {
        let text = sql.split(separator: "\r\n", omittingEmptySubsequences: false).joined(separator: "\n")
        return TextDigest.sha256(text)
    }

    /// The SQL for a schema that is empty and nobody else's, where nothing need run alone.
    var sqlForScratch: String { runsAlone ? sql.replacing(" concurrently", with: "") : sql }

    /// Every migration, in the order in which they are applied; a new one goes to the end.
    static let all: [Migration] = [
        createTasks,
        isolateUsers,
        administerUsers,
        keepAnswers,
    ]

    /// The version that this build's statements need.
    static var required: Int { all.last?.version ?? 0 }
}
