import CoreMetrics
import Synchronization

/// How often which values came.
///
/// Nobody who records waits for another thread, so whoever reads meanwhile may find the newest values counted and missing in the
/// sum, or the other way round. The count is always that of the last bucket.
final class HistogramInstrument: TimerHandler, RecorderHandler, Instrument {
    static let type = MetricType.histogram

    private let bounds: [Double]
    /// How many values were in each bucket and in none below; the last has no bound.
    private let counts: [CounterInstrument]
    private let sum = Atomic<Double>(0)

    init(bounds: [Double]) {
        self.bounds = bounds
        counts = (0...bounds.count).map { _ in CounterInstrument() }
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
        counts[bucket].increment(by: 1)
        sum.add(value)
    }

    var samples: [Sample] {
        var total: Int64 = 0
        let buckets = zip(bounds.map(\.sampleText) + ["+Inf"], counts).map { bound, count in
            total += count.value
            return Sample(suffix: "_bucket", bound: bound, value: String(total))
        }
        return buckets + [
            Sample(suffix: "_sum", value: sum.load(ordering: .relaxed).sampleText),
            Sample(suffix: "_count", value: String(total)),
        ]
    }
}
