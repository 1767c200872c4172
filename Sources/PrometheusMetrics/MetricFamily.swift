/// The metrics of one name, which differ by their labels.
struct MetricFamily: Sendable {
    /// What `# TYPE` says.
    let type: MetricType
    var instruments: [LabelText: any Instrument] = [:]

    func write(to text: inout String, name: String, help: String?) {
        guard !instruments.isEmpty else { return }
        if let help { text += "# HELP \(name) \(LabelText.escaped(help, quotes: false))\n" }
        text += "# TYPE \(name) \(type)\n"
        for (labels, instrument) in instruments.sorted(by: { $0.key.text < $1.key.text }) {
            for sample in instrument.samples {
                text += "\(name)\(sample.suffix)\(labels.braced(sample.bound)) \(sample.value)\n"
            }
        }
    }
}

enum MetricType: String, Sendable, CustomStringConvertible {
    case counter
    case gauge
    case histogram

    var description: String { rawValue }
}

/// One line of the text format.
struct Sample: Hashable {
    /// What follows the name, as in `_bucket`.
    var suffix = ""
    /// A bucket's upper bound.
    var bound: String?
    let value: String
}

/// What a metric's values are gathered in.
protocol Instrument: AnyObject, Sendable {
    static var type: MetricType { get }
    var samples: [Sample] { get }
}

extension Double {
    /// As the text format has it, which knows `+Inf`, `-Inf` and `NaN` besides what Swift writes.
    var sampleText: String {
        if isNaN { return "NaN" }
        if isInfinite { return self < 0 ? "-Inf" : "+Inf" }
        return self == rounded() && magnitude < 1e15 ? String(Int64(self)) : description
    }
}
