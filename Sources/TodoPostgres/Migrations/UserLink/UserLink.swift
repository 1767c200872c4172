/// The optional foreign key from `tasks.user_id` to the table in which Better Auth keeps its users.
///
/// It deletes a user's tasks with the user, and refuses a task for a user who does not exist.
public struct UserLink: Sendable, Hashable {
    static let constraintName = "tasks_user_id_fkey"

    /// The schema; found by the search path when `nil`.
    public let schema: String?
    /// The table's name, not quoted.
    public let table: String
    /// The column that holds what tokens name the user by, not quoted.
    public let column: String

    /// - Parameters:
    ///   - table: the name as Better Auth's configuration has it, with a schema before a dot if need be; not quoted.
    ///   - column: the one that the claim in a token names.
    public init(table: String = "user", column: String = "id") {
        let parts = table.split(separator: ".", maxSplits: 1).map(String.init)
        schema = parts.count == 2 ? parts.first : nil
        self.table = parts.last ?? table
        self.column = column
    }

    /// What linking has done.
    public enum Outcome: String, Sendable, Hashable, CaseIterable {
        /// There is a foreign key now.
        case linked
        /// There was nothing to do.
        case unchanged
        /// There is none any more.
        case unlinked
    }
}
