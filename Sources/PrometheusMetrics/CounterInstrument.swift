import CoreMetrics
import Synchronization

/// A number that grows.
final class CounterInstrument: CounterHandler, Instrument {
    static let type = MetricType.counter

    private let count = Atomic<Int64>(0)

    func increment(by amount: Int64) { count.wrappingAdd(amount, ordering: .relaxed) }
    func reset() { count.store(0, ordering: .relaxed) }

    var value: Int64 { count.load(ordering: .relaxed) }
    var samples: [Sample] { [Sample(value: String(value))] }
}
