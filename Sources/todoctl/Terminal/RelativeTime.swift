/// How far an instant is from now, in words: `3 min ago`, `in 12 h`.
enum RelativeTime {
    /// Takes how many seconds the instant lies in the future, negative in the past.
    static func text(_ seconds: Double) -> String {
        let distance = abs(seconds).rounded()
        guard distance >= 1 else { return "now" }
        let (count, unit) = amount(distance)
        return seconds < 0 ? "\(count) \(unit) ago" : "in \(count) \(unit)"
    }

    private static func amount(_ seconds: Double) -> (Int, String) {
        switch seconds {
        case ..<120: (Int(seconds), "s")
        case ..<7200: (Int(seconds / 60), "min")
        case ..<172_800: (Int(seconds / 3600), "h")
        // A claim may hold any number, and no end of days is as many as can be counted.
        default: (Int(min(seconds / 86_400, 1e15)), "days")
        }
    }
}
