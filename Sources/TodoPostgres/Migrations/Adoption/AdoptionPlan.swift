/// What taking over a table `tasks` of another backend's would mean.
public struct AdoptionPlan: Sendable, Hashable {
    /// How many rows the table has.
    public let rows: Int
    /// The size of the table with its indexes, in bytes: about what is needed once more until the old one is gone.
    public let bytes: Int
    /// How long writers would wait, estimated from a rehearsal with some of the rows; readers go on meanwhile.
    ///
    /// `nil` when rows break the rules, so that there was nothing to rehearse.
    public let copyEstimate: Duration?
    /// How many rows were rehearsed with.
    public let rehearsedRows: Int
    /// The longest that a reader waits while the tables change places: each attempt to lock the table is given up after this.
    public let longestReaderWait: Duration
    /// What becomes of the columns, a line for each one that changes.
    public let changes: [String]
    /// Indexes and constraints that the migrations do not make, and that the new table will not have.
    public let leftBehind: [String]
    /// The rows that have to be mended first.
    public let refusals: RefusedRows

    /// Rows that break the rules and have to be mended first.
    public struct RefusedRows: Sendable, Hashable {
        /// How many there are.
        public let count: Int
        /// The first 20 by id.
        public let first: [Row]

        /// One of them, and what is wrong with it.
        public struct Row: Sendable, Hashable {
            /// Its `id`, in decimal.
            public let id: String
            /// Such as `title has 231 characters`.
            public let reason: String
        }
    }
}

/// What taking a table over has done.
public struct Adoption: Sendable, Hashable {
    /// Counted before and after; they are the same.
    public let rows: Int
    /// A digest over every row, computed from the old table and from the new one; they are the same.
    public let digest: String
    /// How long writers waited.
    public let writersWaited: Duration
    /// From the moment when the old table was locked to the end of the commit.
    public let readersWaited: Duration
    /// The migrations that were recorded with it.
    public let migrations: [MigrationStatus]
}

extension AdoptionPlan.RefusedRows {
    /// How many rows are named.
    static let limit = 20

    /// For an operator: what is wrong, and what to do about it.
    public var description: String {
        let lines = first.map { "\n  id \($0.id): \($0.reason)" }.joined()
        let rest = count > first.count ? "\n  and \(count - first.count) more" : ""
        return "\(count) row\(count == 1 ? " breaks" : "s break") the rules (user_id must have 1 to 255 characters, "
            + "title 1 to 200, not all blank); mend or delete them first, nothing was changed:\(lines)\(rest)"
    }
}
