import Synchronization

extension Atomic<Double> {
    /// Adds without a lock; whoever is overtaken by another thread adds again to what that one left.
    func add(_ amount: Double) {
        var known = load(ordering: .relaxed)
        while true {
            let (exchanged, original) = weakCompareExchange(
                expected: known,
                desired: known + amount,
                ordering: .relaxed
            )
            if exchanged { return }
            known = original
        }
    }
}
