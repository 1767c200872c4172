/// Transactions that the server may still be at work on, although nobody waits for them any more.
///
/// A server ends what takes too long, but not a commit that waits for a synchronous standby, nor does it notice then that its client
/// has left (PostgreSQL manual, "Synchronous Replication"). Each holds a process of the server's, of which there are not many.
struct StrandedTransactions {
    /// By the server's process; `nil` until the server has said which one it is.
    private var transactions: [Int32: String?] = [:]

    var count: Int { transactions.count }
    var processes: [Int32] { Array(transactions.keys) }

    /// The process had a deadline pass, and its connection is given up.
    mutating func add(_ process: Int32) {
        transactions.updateValue(nil, forKey: process)
    }

    /// Forgets those that have ended.
    ///
    /// A process of the same number is at work on something else, as are those of another server after a failover.
    /// - Parameter busy: what processes are at work on, as ``BusyBackends`` has found.
    mutating func keep(_ busy: [Int32: String]) {
        for (process, transaction) in transactions {
            if let current = busy[process], transaction == nil || transaction == current {
                transactions.updateValue(current, forKey: process)
            } else {
                transactions.removeValue(forKey: process)
            }
        }
    }
}
