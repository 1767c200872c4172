import ArgumentParser

/// A length of time on the command line: a whole number and a unit, such as `30s`, `15m`, `1h` or `7d`.
struct DurationArgument: ExpressibleByArgument, Hashable {
    let seconds: Int

    init(seconds: Int) {
        self.seconds = seconds
    }

    init?(argument: String) {
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let unit = argument.last.flatMap({ units[$0] }),
            argument.dropLast().utf8.allSatisfy({ (48...57).contains($0) }),
            let count = Int(argument.dropLast())
        else { return nil }
        let (seconds, overflow) = count.multipliedReportingOverflow(by: unit)
        // A hundred years are as good as for ever, and no sum with the present time overflows.
        guard !overflow, count > 0, seconds <= 100 * 366 * 86_400 else { return nil }
        self.seconds = seconds
    }

    var duration: Duration { .seconds(seconds) }

    var defaultValueDescription: String {
        let units = [(86_400, "d"), (3600, "h"), (60, "m")]
        for (unit, name) in units where seconds % unit == 0 { return "\(seconds / unit)\(name)" }
        return "\(seconds)s"
    }
}
