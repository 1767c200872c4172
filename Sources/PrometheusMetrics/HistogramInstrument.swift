import CoreMetrics
import Synchronization

/// How often which values came.
final class HistogramInstrument: TimerHandler, RecorderHandler, Instrument {
    static let type = MetricType.histogram

    private struct State {
        /// How many values were in each bucket and in none below; the last has no bound.
        var counts: [Int]
        var sum = 0.0
    }

    private let bounds: [Double]
    private let state: Mutex<State>

    init(bounds: [Double]) {
        self.bounds = bounds
        state = Mutex(State(counts: Array(repeating: 0, count: bounds.count + 1)))
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
        state.withLock { state in
            state.counts[bucket] += 1
            state.sum += value
        }
    }

    var samples: [Sample] {
        let state = state.withLock { $0 }
        var total = 0
        let buckets = zip(bounds.map(\.sampleText) + ["+Inf"], state.counts).map { bound, count in
            total += count
            return Sample(suffix: "_bucket", bound: bound, value: String(total))
        }
        return buckets + [
            Sample(suffix: "_sum", value: state.sum.sampleText), Sample(suffix: "_count", value: String(total)),
        ]
    }
}
