/// What a query locks while it is under way.
struct RowLock: Hashable, Sendable {
    /// The number of the task whose row it waits for, or 0.
    var row: Int64 = 0
    /// The key that it claims before: who finds that claimed, or its answer kept, does not wait for the row.
    var key: String?

    static let none = RowLock()

    /// Whether a query would wait for one that has `other`, and might as well not be sent until that is over.
    func waits(for other: RowLock) -> Bool {
        row != 0 && row == other.row && (key == nil || key != other.key)
    }
}
