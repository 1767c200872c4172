package import CoreMetrics
import Synchronization

/// Keeps what is reported through swift-metrics, and tells it in Prometheus' text format.
///
/// Labels are metrics' names as they are exposed, so they follow Prometheus' conventions: a unit at the end, `_total` for
/// counters. Timers and aggregating recorders are histograms; timers are in seconds. Nothing is dropped: whoever makes a metric
/// sees to it that its dimensions have few values.
package final class PrometheusMetricsFactory: MetricsFactory {
    /// What a metric's values mean, and how they are gathered.
    package struct Description: Sendable {
        /// A sentence for `# HELP`.
        package let help: String
        /// The upper bounds of a histogram's buckets, ascending, in the metric's unit.
        package let buckets: [Double]

        package init(_ help: String, buckets: [Double] = Description.seconds) {
            self.help = help
            self.buckets = buckets
        }

        /// From half a millisecond to 30 seconds.
        package static let seconds = [
            0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
        ]
    }

    private let descriptions: [String: Description]
    private let families = Mutex<[String: MetricFamily]>([:])

    /// - Parameter descriptions: by the metric's name; one that is missing is told without `# HELP`.
    package init(_ descriptions: [String: Description] = [:]) {
        self.descriptions = descriptions
    }

    /// Everything as it is now, in Prometheus' text format 0.0.4, in the order of names and labels.
    package var text: String {
        let families = families.withLock { $0 }
        var text = ""
        for (name, family) in families.sorted(by: { $0.key < $1.key }) {
            family.write(to: &text, name: name, help: descriptions[name]?.help)
        }
        return text
    }

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        instrument(label, dimensions) { CounterInstrument() }
    }

    /// A meter is a gauge; one whose name ends with `_total` is told as a counter, which somebody else counts.
    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        instrument(label, dimensions) { GaugeInstrument() }
    }

    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        guard aggregate else { return instrument(label, dimensions) { GaugeInstrument() } }
        return histogram(label, dimensions)
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        histogram(label, dimensions)
    }

    package func destroyCounter(_ handler: any CounterHandler) { remove(handler) }
    package func destroyMeter(_ handler: any MeterHandler) { remove(handler) }
    package func destroyRecorder(_ handler: any RecorderHandler) { remove(handler) }
    package func destroyTimer(_ handler: any TimerHandler) { remove(handler) }

    private func histogram(_ label: String, _ dimensions: [(String, String)]) -> HistogramInstrument {
        let bounds = descriptions[label]?.buckets ?? Description.seconds
        return instrument(label, dimensions) { HistogramInstrument(bounds: bounds) }
    }

    /// The instrument of this name and these dimensions, which is made when it is asked for first.
    private func instrument<Kind: Instrument>(
        _ name: String,
        _ dimensions: [(String, String)],
        make: () -> Kind
    ) -> Kind {
        let labels = LabelText(dimensions)
        return families.withLock { families in
            if let known = families[name]?.instruments[labels] as? Kind { return known }
            let new = make()
            let type = Kind.type == .gauge && name.hasSuffix("_total") ? .counter : Kind.type
            var family = families[name] ?? MetricFamily(type: type)
            precondition(family.type == type, "\(name) is a \(family.type), and not a \(type) too")
            family.instruments[labels] = new
            families[name] = family
            return new
        }
    }

    private func remove(_ handler: AnyObject) {
        families.withLock { families in
            for (name, family) in families {
                families[name]?.instruments = family.instruments.filter { $0.value !== handler }
            }
        }
    }
}
