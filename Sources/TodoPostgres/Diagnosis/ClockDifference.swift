import TodoCore

/// How far the database's clock is from this machine's.
///
/// Tokens are judged by this machine's clock, times of tasks come from the database's; when the two differ, one of them is wrong.
struct ClockDifference: Sendable, Hashable {
    /// How much later it is at the database; negative when it is earlier there.
    let difference: Duration
    /// By how much that may be wrong: the answer was under way.
    let uncertainty: Duration

    /// - Parameters:
    ///   - remote: what the database said.
    ///   - before: when it was asked.
    ///   - after: when the answer came.
    init(remote: Timestamp, before: Timestamp, after: Timestamp) {
        let middle = before.microsecondsSinceEpoch + (after.microsecondsSinceEpoch - before.microsecondsSinceEpoch) / 2
        difference = .microseconds(remote.microsecondsSinceEpoch - middle)
        uncertainty = .microseconds((after.microsecondsSinceEpoch - before.microsecondsSinceEpoch) / 2)
    }

    private static let noticeable = Duration.seconds(5)
    /// By how much the times in a token may be wrong.
    private static let tolerated = Duration.seconds(60)

    var finding: Finding {
        let certain = max(.zero, distance - uncertainty)
        let sentence =
            "the database's clock is \(distance.inWords) \(difference < .zero ? "behind" : "ahead of") this machine's"
        let remedy = "set the clocks by NTP, on this machine and on the database's"
        if certain > Self.tolerated {
            let meaning = "where this one is wrong, valid tokens are refused and expired ones accepted"
            return Finding(.clock, .fault(.unfit), "\(sentence): \(meaning)", remedy: remedy)
        }
        if certain > Self.noticeable {
            let meaning = "tokens bear 60 s, and times of tasks may look odd"
            return Finding(.clock, .warning, "\(sentence): \(meaning)", remedy: remedy)
        }
        return Finding(.clock, .ok, "the database's clock and this machine's differ by \(distance.inWords)")
    }

    private var distance: Duration { difference < .zero ? .zero - difference : difference }
}

extension Duration {
    /// In milliseconds, from 10 s on in seconds.
    var inWords: String {
        self < .seconds(10) ? "\(wholeMilliseconds) ms" : "\(components.seconds) s"
    }
}
