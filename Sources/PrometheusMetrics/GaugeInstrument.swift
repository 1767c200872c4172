import CoreMetrics
import Synchronization

/// A number that goes up and down.
final class GaugeInstrument: MeterHandler, RecorderHandler, Instrument {
    static let type = MetricType.gauge

    private let value = Atomic<Double>(0)

    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { self.value.store(value, ordering: .relaxed) }
    func increment(by amount: Double) { value.add(amount) }
    func decrement(by amount: Double) { value.add(-amount) }

    func record(_ value: Int64) { set(value) }
    func record(_ value: Double) { set(value) }

    var samples: [Sample] { [Sample(value: value.load(ordering: .relaxed).sampleText)] }
}
